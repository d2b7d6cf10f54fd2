using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Runs;

namespace AsynDGAN.Core.Comparison.Jobs;

/// <summary>The folder of a comparison's runs, tables and logs, held against other comparisons while it is filled.</summary>
public sealed class CompareFolder : IDisposable
{
    private const string LogsName = "logs";

    // A child whose parent was killed stops within a step and saves.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly string path;
    private readonly FolderLock held;

    private CompareFolder(string path, FolderLock held) => (this.path, this.held) = (path, held);

    /// <summary>Makes the folder where each job's output goes.</summary>
    /// <returns>Its path.</returns>
    /// <exception cref="UserException">It cannot be made.</exception>
    public string MakeLogs()
    {
        var logs = Path.Combine(path, LogsName);
        try
        {
            Directory.CreateDirectory(logs);
            return logs;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unusable(path, e);
        }
    }

    /// <summary>Writes the configuration that the parts are given, in place of an earlier comparison's.</summary>
    /// <param name="request">What was asked for, with the configuration's text.</param>
    /// <exception cref="UserException">It cannot be written.</exception>
    public static void Keep(ComparisonRequest request)
    {
        NewFolder.Make(Path.GetDirectoryName(request.ConfigOfParts)!);
        AtomicFile.WriteText(request.ConfigOfParts, request.Text!);
    }

    /// <summary>Takes the folder, and waits for what the children of an earlier comparison may still be saving in it.</summary>
    /// <param name="path">The folder; made where it is not there.</param>
    /// <param name="display">Told what is waited for.</param>
    /// <exception cref="UserException">It is of another kind, or another command writes in it and goes on doing so.</exception>
    public static CompareFolder Take(string path, IRunDisplay display)
    {
        var held = FolderLock.Take(path);
        try
        {
            RefuseOthers(path);
            Locks(path).ToList().ForEach(found => Await(found.File, found.What, display));
            return new CompareFolder(path, held);
        }
        catch (Exception e)
        {
            held.Dispose();
            if (WriteFault.Is(e))
            {
                throw Unusable(path, e);
            }

            throw;
        }
    }

    /// <summary>Lets other comparisons write in it.</summary>
    public void Dispose() => held.Dispose();

    private static UserException Unusable(string path, Exception e) =>
        new($"The output folder '{Path.GetFullPath(path)}' cannot be used: {e.Message}", "Mend that, or choose another folder with --out.");

    private static void Await(string file, string what, IRunDisplay display)
    {
        try
        {
            try
            {
                FileLock.Take(file, what).Dispose();
            }
            catch (UserException e)
            {
                display.Say($"waiting: {e.Message}");
                FileLock.Take(file, what, Patience).Dispose();
            }
        }
        catch (DirectoryNotFoundException)
        {
            // The folder went with its lock, since nothing was written in it.
        }
    }

    /// <summary>A comparison's folder holds folders alone: its logs, runs and tables.</summary>
    private static void RefuseOthers(string path)
    {
        FolderKind[] parts = [FolderKind.Run, FolderKind.Comparison, FolderKind.PointComparison];
        var isFree = Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).All(FolderLock.Owns);
        var isOurs = Directory.EnumerateDirectories(path).Any(below => Path.GetFileName(below) == LogsName || parts.Any(kind => kind.Is(below)));
        FolderKind[] others = [.. parts, FolderKind.SyntheticSet, FolderKind.Evaluation, FolderKind.DataReport];
        if (!isFree && (!isOurs || others.Any(kind => kind.Is(path))))
        {
            throw new UserException(
                $"The output folder '{Path.GetFullPath(path)}' holds other files than the runs and tables of a comparison.", "Choose an empty or new folder with --out.");
        }
    }

    /// <summary>The locks of runs, sets, tables and rows below the folder.</summary>
    private static IEnumerable<(string File, string What)> Locks(string path) => Directory.EnumerateDirectories(path).SelectMany(below =>
    {
        string[] folders = [below, .. Enum.GetValues<SynthesisConditions>().Select(RunFolder.At(below).SyntheticSetOf)];
        var rows = Path.Combine(below, "networks");
        return folders.Select(folder => (Path.Combine(folder, FolderLock.Name), $"The folder '{Path.GetFullPath(folder)}'"))
            .Where(found => File.Exists(found.Item1))
            .Concat(Directory.Exists(rows)
                ? Directory.EnumerateFiles(rows, "*.lock").Select(file => (file, $"The row {Path.GetFileNameWithoutExtension(file)} in '{Path.GetFullPath(below)}'"))
                : []);
    });
}
