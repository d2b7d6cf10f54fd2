using AsynDGAN.Core;
using AsynDGAN.Core.Runs;

namespace AsynDGAN.Cli.Commands;

/// <summary>A file that an option names to be written: what is wrong with it is said before the work begins.</summary>
internal static class OutputFile
{
    /// <summary>Checks it.</summary>
    /// <param name="option">The option's name.</param>
    /// <param name="path">What it names; null where it is not given; never empty.</param>
    /// <exception cref="UserException">No file can be written there.</exception>
    public static void Check(string option, string? path)
    {
        if (path is null)
        {
            return;
        }

        if (!Directory.Exists(path) && !Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(path))))
        {
            throw new UserException($"{option}: '{path}' is in a folder that does not exist.", "Make that folder first, or name a file elsewhere.");
        }

        var fault = Directory.Exists(path) ? "is a folder"
            : Path.GetFullPath(path).StartsWith("/dev/", StringComparison.Ordinal) ? "is a device, which a file would take the place of"
            : !AtomicFile.CanWriteIn(Path.GetDirectoryName(Path.GetFullPath(path))!) ? "is in a folder that may not be written to"
            : null;
        if (fault is not null)
        {
            throw new UserException($"{option}: '{path}' {fault}.", "Name a file to be written.");
        }
    }

    /// <summary>The same of a picture: of what is there, only a PNG or an empty file is replaced.</summary>
    /// <inheritdoc cref="Check"/>
    public static void CheckPng(string option, string? path)
    {
        Check(option, path);
        try
        {
            if (path is not null && File.Exists(path) && !MayBePng(path))
            {
                throw new UserException($"{option}: '{path}' is there and is no PNG; only a PNG is replaced.", "Name another file, or remove that one.");
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"{option}: '{path}' cannot be written: {e.Message}", "Name another file.");
        }
    }

    private static bool MayBePng(string path)
    {
        using var file = GivenPath.OpenRead(path);
        var begin = new byte[4];
        return file.ReadAtLeast(begin, begin.Length, throwOnEndOfStream: false) == 0 || begin is [0x89, (byte)'P', (byte)'N', (byte)'G'];
    }
}
