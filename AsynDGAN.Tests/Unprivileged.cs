using System.Runtime.InteropServices;

namespace AsynDGAN.Tests;

/// <summary>Does something as one for whom the permissions of files hold: root passes over them.</summary>
internal static class Unprivileged
{
    // capabilities(7): CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH and CAP_FOWNER; a set is two times effective, permitted, inheritable.
    private const uint Version = 0x20080522, Passes = 1 << 1 | 1 << 2 | 1 << 3;

    /// <summary>Takes a file's or folder's permissions away, does something on this thread, and gives them back.</summary>
    public static void Without(UnixFileMode taken, string path, Action act)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new PlatformNotSupportedException();
        }

        var mode = File.GetUnixFileMode(path);
        uint[] header = [Version, 0], before = new uint[6];
        Assert.That(capget(header, before), Is.Zero);
        uint[] during = [before[0] & ~Passes, .. before[1..]];
        try
        {
            File.SetUnixFileMode(path, mode & ~taken);
            Assert.That(capset(header, during), Is.Zero);
            act();
        }
        finally
        {
            capset(header, before);
            File.SetUnixFileMode(path, mode);
        }
    }

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int capget([In, Out] uint[] header, [In, Out] uint[] sets);

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int capset([In, Out] uint[] header, [In] uint[] sets);
}
