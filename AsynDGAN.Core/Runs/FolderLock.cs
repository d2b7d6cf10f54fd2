namespace AsynDGAN.Core.Runs;

/// <summary>
/// The right of one command to write in a folder. The folder is made where it is not there, and goes again with the lock
/// where nothing was written. Reading needs no lock.
/// </summary>
public sealed class FolderLock : IDisposable
{
    /// <summary>The lock's file in the folder.</summary>
    internal const string Name = ".lock";

    private readonly FileLock held;
    private readonly IReadOnlyList<string> made;

    private FolderLock(FileLock held, IReadOnlyList<string> made) => (this.held, this.made) = (held, made);

    /// <summary>Takes a folder that --out names, and ends what a command that was killed there had begun to put in place.</summary>
    /// <param name="path">The folder, or a symbolic link to it; folders above are made too.</param>
    /// <param name="patience">How long it waits for another command.</param>
    /// <exception cref="UserException">Another command writes there, it is no folder that can be written, or it holds the working folder.</exception>
    public static FolderLock Take(string path, TimeSpan patience = default)
    {
        var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        Refuse(path, root);
        var made = new List<string>();
        try
        {
            for (var missing = root; !Directory.Exists(missing); missing = Path.GetDirectoryName(missing)!)
            {
                made.Add(missing);
            }

            Directory.CreateDirectory(root);
            return new FolderLock(Whole(root, FileLock.Take(Path.Combine(root, Name), $"The folder '{root}'", patience)), made);
        }
        catch (Exception e)
        {
            Unmake(made);
            if (WriteFault.Is(e))
            {
                throw new UserException($"The output folder '{root}' cannot be written: {e.Message}", "Choose another with --out.");
            }

            throw;
        }
    }

    /// <summary>Whether a file is a lock's own.</summary>
    internal static bool Owns(string file) => Path.GetFileName(file).StartsWith(Name, StringComparison.Ordinal);

    /// <inheritdoc />
    public void Dispose()
    {
        held.Dispose();
        Unmake(made);
    }

    private static void Refuse(string path, string root)
    {
        var (here, there) = (RealPath.Of(Path.TrimEndingDirectorySeparator(Environment.CurrentDirectory)), RealPath.Of(root));
        if (here.Equals(there, FileNameCase.Comparison) || here.StartsWith(Path.EndsInDirectorySeparator(there) ? there : there + Path.DirectorySeparatorChar, FileNameCase.Comparison))
        {
            throw new UserException($"--out {path} is the working folder, or holds it.", "Name a folder of its own, such as --out runs/first.");
        }

        if (RealPath.LostTarget(root) is { } target)
        {
            throw new UserException($"The output folder '{root}' is a link to '{target}', which is not there.", "Make that folder, or choose another with --out.");
        }

        if (File.Exists(root))
        {
            throw new UserException($"The output folder '{root}' is a file.", "Choose another with --out.");
        }
    }

    private static FileLock Whole(string root, FileLock held)
    {
        try
        {
            FolderKind.Finish(root);
            return held;
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>Removes folders that were made and in which nothing was written, the innermost first.</summary>
    private static void Unmake(IEnumerable<string> made)
    {
        foreach (var folder in made)
        {
            try
            {
                Directory.Delete(folder);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return;
            }
        }
    }
}
