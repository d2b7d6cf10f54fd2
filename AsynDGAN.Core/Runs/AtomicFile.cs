using System.Text;

namespace AsynDGAN.Core.Runs;

/// <summary>
/// Writes a file whole or not at all: under a temporary name beside it (NAME.writing), flushed to the disk, then moved
/// into place. A reader sees the old file or the new one; the leftover of a kill is overwritten by the next writing.
/// One writer a file at a time.
/// </summary>
public static class AtomicFile
{
    // A disk that is only read: EROFS, and ERROR_WRITE_PROTECT of Windows.
    private static readonly int[] ReadOnly = OperatingSystem.IsWindows() ? [19] : [30];

    /// <summary>Writes a text as UTF-8 without a byte order mark.</summary>
    /// <exception cref="UserException">The disk is full, or the file or its folder cannot be written.</exception>
    public static void WriteText(string path, string text)
    {
        WriteBytes(path, Encoding.UTF8.GetBytes(text));
    }

    /// <summary>The same, of a file that is not there yet.</summary>
    /// <exception cref="UserException">There is one, which stays; or as of <see cref="WriteText"/>.</exception>
    public static void WriteNewText(string path, string text)
    {
        Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)), overwrite: false);
    }

    /// <summary>Writes bytes.</summary>
    /// <exception cref="UserException">The disk is full, or the file or its folder cannot be written.</exception>
    public static void WriteBytes(string path, ReadOnlyMemory<byte> bytes)
    {
        Write(path, stream => stream.Write(bytes.Span));
    }

    /// <summary>Writes what a callback writes. The callback leaves the stream open; where it throws, the old file stays.</summary>
    /// <exception cref="UserException">The disk is full, or the file or its folder cannot be written.</exception>
    public static void Write(string path, Action<Stream> write) => Write(path, write, overwrite: true);

    private static void Write(string path, Action<Stream> write, bool overwrite)
    {
        var (temporary, isOwn) = (path + ".writing", false);
        try
        {
            using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.ReadWrite, FileShare.None))
            {
                isOwn = true;
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            HeldFile.Wait(() => File.Move(temporary, path, overwrite));
        }
        catch (Exception e)
        {
            // One that could not be opened is another writer's.
            if (isOwn)
            {
                Discard(temporary);
            }

            if (WriteFault.Is(e))
            {
                throw new UserException($"{path} cannot be written: {e.Message}", "Check the free space and the permissions of its folder.");
            }

            throw;
        }
    }

    /// <summary>Whether files can be made in a folder.</summary>
    public static bool CanWriteIn(string folder) => WriteFaultIn(folder) is null;

    private static Exception? WriteFaultIn(string folder)
    {
        var probe = Path.Combine(folder, $".asyndgan-{Guid.NewGuid():N}");
        try
        {
            File.WriteAllText(probe, "");
            File.Delete(probe);
            return null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // Read-only data are usual.
            return fault;
        }
    }

    /// <summary>Refuses to go on where in one of some folders nothing may be deleted or made, as long as nothing is.</summary>
    /// <param name="folders">Folders that are there, or are going to be made.</param>
    /// <exception cref="UnauthorizedAccessException">It names the first that may not be written to.</exception>
    /// <exception cref="IOException">It names one that is a file, or a link that leads nowhere.</exception>
    internal static void RefuseFixed(IEnumerable<string> folders)
    {
        foreach (var folder in folders.Distinct())
        {
            if (RealPath.LostTarget(folder) is { } lost)
            {
                throw new IOException($"'{folder}' is a link to {lost}, which is not there. Nothing was deleted.");
            }

            if (File.Exists(folder))
            {
                throw new IOException($"'{folder}' is a file, where a folder is wanted. Nothing was deleted.");
            }

            // Where room is missing, deleting makes some.
            if (Directory.Exists(folder) && WriteFaultIn(folder) is { } fault && (fault is UnauthorizedAccessException || ReadOnly.Contains(fault.HResult & 0xFFFF)))
            {
                throw new UnauthorizedAccessException($"'{folder}' may not be written to. Nothing was deleted.");
            }
        }
    }

    private static void Discard(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What is on its way to the caller says more; the next writing replaces the leftover.
        }
    }
}
