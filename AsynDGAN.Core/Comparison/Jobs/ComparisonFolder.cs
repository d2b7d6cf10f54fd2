using AsynDGAN.Core.Runs;

namespace AsynDGAN.Core.Comparison.Jobs;

/// <summary>The folder of a comparison's runs, tables and logs, held against other commands while it is filled.</summary>
public sealed class ComparisonFolder : IDisposable
{
    // A child whose parent was killed stops within a step and saves.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly FolderLock held;

    private ComparisonFolder(string path, FolderLock held) => (Root, this.held) = (path, held);

    /// <summary>Its path, as it was given.</summary>
    public string Root { get; }

    /// <summary>Where each job's output goes.</summary>
    public string Logs => Path.Combine(Root, LogsName);

    private const string LogsName = "logs";

    /// <summary>Takes the folder, and waits for what an earlier comparison's children may still be saving in it.</summary>
    /// <param name="path">The folder; made where it is not there.</param>
    /// <param name="jobs">What is going to fill it.</param>
    /// <exception cref="UserException">It is another kind's, or another command writes in it and goes on doing so.</exception>
    public static ComparisonFolder Take(string path, IReadOnlyList<Job> jobs)
    {
        var held = FolderLock.Take(path);
        try
        {
            RefuseOthers(path, jobs);
            foreach (var (file, what) in Locks(path).ToList())
            {
                FileLock.Take(file, what, Patience).Dispose();
            }

            return new ComparisonFolder(path, held);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>Lets other commands write in it.</summary>
    public void Dispose() => held.Dispose();

    private static void RefuseOthers(string path, IReadOnlyList<Job> jobs)
    {
        var isFree = Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).All(FolderLock.Owns);
        var isOurs = jobs.Select(job => job.Name).Append(LogsName).Any(name => Directory.Exists(Path.Combine(path, name)));
        FolderKind[] others = [FolderKind.Run, FolderKind.SyntheticSet, FolderKind.Comparison, FolderKind.Evaluation, FolderKind.PointComparison, FolderKind.DataReport];
        if (others.FirstOrDefault(kind => kind.Is(path)) is not null || !(isFree || isOurs))
        {
            throw new UserException(
                $"The output folder '{Path.GetFullPath(path)}' holds other files than the runs and tables of a comparison.", "Choose an empty or new folder with --out.");
        }
    }

    /// <summary>The locks of runs, sets and rows below the folder.</summary>
    private static IEnumerable<(string File, string What)> Locks(string path) =>
        Directory.EnumerateDirectories(path).SelectMany(run => new[] { run, Path.Combine(run, "synthetic") })
            .Select(folder => (Path.Combine(folder, FolderLock.Name), $"The folder '{Path.GetFullPath(folder)}'"))
            .Where(found => File.Exists(found.Item1))
            .Concat(Directory.EnumerateDirectories(path).Select(folder => Path.Combine(folder, "networks")).Where(Directory.Exists)
                .SelectMany(folder => Directory.EnumerateFiles(folder, "*.lock"))
                .Select(file => (file, $"The row {Path.GetFileNameWithoutExtension(file)} in '{Path.GetFullPath(path)}'")));
}
