namespace AsynDGAN.Core.Data.Sources;

/// <summary>Files as they were when they were first looked at. What is made of several readings of them is of one state of theirs.</summary>
internal sealed class FileStates
{
    private readonly (string Path, long Length, DateTime Written)[] before;

    /// <param name="paths">Files that are there or not.</param>
    public FileStates(IEnumerable<string> paths) => before = [.. paths.Select(Now)];

    /// <exception cref="UserException">One is another than before, by its size or the time of its last writing.</exception>
    public void RefuseChanges()
    {
        if (before.FirstOrDefault(file => Now(file.Path) != file) is { Path: { } changed })
        {
            throw new UserException($"{changed} was changed while it was read.", "Start again when nothing else writes to the data.");
        }
    }

    private static (string, long, DateTime) Now(string path)
    {
        if (!File.Exists(path))
        {
            return (path, -1, default);
        }

        try
        {
            var file = new FileInfo(File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path);
            return (path, file.Length, file.LastWriteTimeUtc);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // A link that leads nowhere or in a circle, or what has just gone: who reads it says so.
            return (path, -1, default);
        }
    }
}
