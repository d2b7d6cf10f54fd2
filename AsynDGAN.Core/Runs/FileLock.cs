using System.Diagnostics;
using System.Text.Json;

namespace AsynDGAN.Core.Runs;

/// <summary>
/// The right of one process to write something, held as an exclusive lock on a file that the system drops when the process
/// ends, however it ends. Beside it stands who holds it; what a killed process leaves of both hinders nobody.
/// </summary>
public sealed class FileLock : IDisposable
{
    // What the system says of a file that another holds: EAGAIN of Linux and macOS, sharing and lock violation of Windows.
    private static readonly int[] Busy = [11, 35, 32, 33];

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly FileStream held;
    private readonly string owner;

    private FileLock(FileStream held, string owner) => (this.held, this.owner) = (held, owner);

    /// <summary>The command of this process, such as train, as others are told who holds a lock; its first argument, unless it is set.</summary>
    public static string Command { get; set; } = Environment.GetCommandLineArgs().Skip(1).FirstOrDefault() ?? "?";

    /// <summary>Who is told, once, that locks keep nobody out where one was taken; null: nobody is.</summary>
    public static Action<string>? Warn { get; set; }

    /// <summary>Takes it.</summary>
    /// <param name="path">The file; deleted when the lock is given back.</param>
    /// <param name="what">What may then be written, as a message names it.</param>
    /// <param name="patience">How long it waits for another process.</param>
    /// <exception cref="UserException">Another process has it.</exception>
    /// <exception cref="Exception">The file cannot be written: a <see cref="WriteFault"/>.</exception>
    public static FileLock Take(string path, string what, TimeSpan patience = default)
    {
        var owner = path + "-owner";
        for (var clock = Stopwatch.StartNew(); ; Thread.Sleep(Pause))
        {
            try
            {
                var taken = Sign(new FileLock(Open(path), owner));
                if (Warn is { } warn && IsOpenToOthers(path))
                {
                    Warn = null;
                    warn($"the file system of '{Path.GetDirectoryName(Path.GetFullPath(path))}' has no locks, so that no other command is kept from writing there: let one write in a folder at a time.");
                }

                return taken;
            }
            catch (IOException e) when (Busy.Contains(e.HResult & 0xFFFF))
            {
                if (clock.Elapsed >= patience)
                {
                    throw new UserException(
                        $"{what} is being written by another command: {LockOwner.Read(owner)}.", "Wait until it ends, stop it, or write elsewhere with --out.");
                }
            }
        }
    }

    /// <summary>Who else holds it at this moment; null: nobody does, as far as can be told.</summary>
    /// <param name="path">The file.</param>
    internal static string? HeldElsewhere(string path)
    {
        try
        {
            // A look takes a shared lock, and that for no longer than it lasts.
            new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read).Dispose();
            return null;
        }
        catch (IOException e) when (Busy.Contains(e.HResult & 0xFFFF))
        {
            var owner = path + "-owner";
            return LockOwner.Find(owner)?.IsThis == true ? null : LockOwner.Read(owner);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Gives it back.</summary>
    public void Dispose()
    {
        try
        {
            File.Delete(owner);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The next owner writes over it.
        }

        held.Dispose();
    }

    /// <summary>Says whose it is; a disk that has no room for that gets no lock either.</summary>
    private static FileLock Sign(FileLock taken)
    {
        try
        {
            File.WriteAllText(taken.owner, JsonSerializer.Serialize(LockOwner.Current()));
            return taken;
        }
        catch
        {
            taken.Dispose();
            throw;
        }
    }

    /// <summary>Whether others could lock a file that is locked: of a file system without locks .NET says nothing.</summary>
    private static bool IsOpenToOthers(string path)
    {
        try
        {
            new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None).Dispose();
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>
    /// The file, locked. Whoever gave it back between our opening and locking it deleted it, and a third process may have
    /// made another under its name; a length of chance tells whether the name still leads to the file that is locked.
    /// </summary>
    private static FileStream Open(string path)
    {
        while (true)
        {
            var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose);
            var length = Random.Shared.Next(1, 1 << 16);
            try
            {
                file.SetLength(length);
            }
            catch
            {
                file.Dispose();
                throw;
            }

            if (new FileInfo(path) is { Exists: true } named && named.Length == length)
            {
                return file;
            }

            file.Dispose();
        }
    }
}
