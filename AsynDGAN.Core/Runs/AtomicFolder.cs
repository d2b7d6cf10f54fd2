namespace AsynDGAN.Core.Runs;

/// <summary>
/// Writes a folder of files whole or not at all. A folder cannot be moved over another, so the swap has stages, and a
/// kill may leave any of them:
/// <list type="number">
/// <item>NAME.writing is filled: it may be incomplete and is never read;</item>
/// <item>it becomes NAME.complete: from here on the new folder counts, wherever it is;</item>
/// <item>NAME becomes NAME.old;</item>
/// <item>NAME.complete becomes NAME;</item>
/// <item>NAME.old is deleted: it may be incomplete and is never read.</item>
/// </list>
/// So a folder called NAME is always whole, and where there is none, NAME.complete is. One writer a folder at a time.
/// </summary>
public static class AtomicFolder
{
    /// <summary>
    /// Lets a callback fill a temporary folder, whose path it is given, and puts that in place of the folder. Where the
    /// callback throws, the old folder stays.
    /// </summary>
    /// <exception cref="UserException">The disk is full, or the folder cannot be written.</exception>
    public static void Write(string path, Action<string> fill)
    {
        path = Path.TrimEndingDirectorySeparator(path);
        var writing = Writing(path);
        try
        {
            Swap(path);
            Delete(writing);
            Directory.CreateDirectory(writing);
            fill(writing);
            FlushToDisk(writing);
            HeldFile.Wait(() => Directory.Move(writing, Complete(path)));
            Swap(path);
        }
        catch (Exception e) when (WriteFault.Is(e))
        {
            throw new UserException($"{path} cannot be written: {e.Message}", "Check the free space and the permissions of its folder.");
        }
    }

    /// <summary>
    /// Finishes what a kill left behind, so that the folder is the newest whole one; to be called before reading it.
    /// False where none was ever written whole.
    /// </summary>
    /// <exception cref="UserException">A leftover cannot be moved or deleted.</exception>
    public static bool Recover(string path)
    {
        path = Path.TrimEndingDirectorySeparator(path);
        try
        {
            Swap(path);
            Delete(Writing(path));
            return Directory.Exists(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"{path} cannot be recovered after a writing that was cut off: {e.Message}", "Check the permissions of its folder.");
        }
    }

    /// <summary>Where the newest whole folder is at this moment, for one who only reads it; the path itself where there is none.</summary>
    public static string Newest(string path)
    {
        path = Path.TrimEndingDirectorySeparator(path);
        return Directory.Exists(Complete(path)) ? Complete(path) : path;
    }

    /// <summary>Deletes the folder, in whatever stage it is. A kill leaves it whole, or none that is ever read.</summary>
    public static void Discard(string path)
    {
        if (Recover(path))
        {
            HeldFile.Wait(() => Directory.Move(path, Old(path)));
        }

        Delete(Old(path));
    }

    /// <summary>Refuses to go on where <see cref="Discard"/> could not delete everything, or a new one not be written, as long as all is there.</summary>
    /// <exception cref="IOException">A folder cannot be read, or is a file or a link that leads nowhere.</exception>
    /// <exception cref="UnauthorizedAccessException">In a folder nothing may be deleted, or it may not be read.</exception>
    internal static void RefuseFixed(string path)
    {
        // A stage that is a link goes without what it leads to.
        string[] stages = [path, Writing(path), Complete(path), Old(path)];
        AtomicFile.RefuseFixed(stages.SelectMany(stage => !Directory.Exists(stage) ? [stage] : RealPath.IsLink(stage) ? [] : FoldersBelow(stage).Prepend(stage)).Prepend(Path.GetDirectoryName(path)!));
    }

    /// <summary>The folders below one, however deep. A link is none of them: what it leads to is somebody else's.</summary>
    /// <param name="folder">The folder; it may be a link itself.</param>
    /// <exception cref="IOException">One cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">One may not be read.</exception>
    internal static IEnumerable<string> FoldersBelow(string folder) => Directory.EnumerateDirectories(
        folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = false });

    // Stages 3 to 5, from whichever of them a kill left.
    private static void Swap(string path)
    {
        var (complete, old) = (Complete(path), Old(path));
        if (Directory.Exists(complete))
        {
            if (Directory.Exists(path))
            {
                Delete(old);
                HeldFile.Wait(() => Directory.Move(path, old));
            }

            HeldFile.Wait(() => Directory.Move(complete, path));
        }

        if (Directory.Exists(path))
        {
            Delete(old);
        }
    }

    /// <summary>Has the disk keep all files of a folder, before they count.</summary>
    /// <exception cref="IOException">One cannot be opened or written.</exception>
    /// <exception cref="UnauthorizedAccessException">One may not be written.</exception>
    internal static void FlushToDisk(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.ReadWrite);
            stream.Flush(flushToDisk: true);
        }
    }

    private static void Delete(string folder)
    {
        if (Directory.Exists(folder))
        {
            HeldFile.Wait(() => Directory.Delete(folder, recursive: true));
        }
    }

    private static string Writing(string path)
    {
        return path + ".writing";
    }

    private static string Complete(string path)
    {
        return path + ".complete";
    }

    private static string Old(string path)
    {
        return path + ".old";
    }
}
