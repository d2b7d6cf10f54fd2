namespace AsynDGAN.Core;

/// <summary>A path that the user gave, by an option or a key, in messages.</summary>
public static class GivenPath
{
    /// <summary>Where a relative path leads, in brackets after it; nothing for a path that says so itself. And what \ does in it.</summary>
    public static string Resolved(string path) =>
        (Path.IsPathFullyQualified(path) || path.Length == 0 ? "" : $" ({Path.GetFullPath(path)})") + Hint(path);

    /// <summary>
    /// Why a path may lead to nothing, in brackets: \ parts folders on Windows only, or there is one that differs in the case of
    /// its extension, or a folder above it may not be looked into. Empty where it leads to something, or no such reason is found.
    /// </summary>
    public static string Hint(string path) =>
        path.Length == 0 || Path.Exists(path) ? ""
        : IsHidden(path) ? " (or may not be looked at: check the permissions of the folders above it)"
        : path.Contains('\\') && Path.DirectorySeparatorChar == '/' ? " (folders are parted by / here, not by \\)"
        : new[] { Path.GetExtension(path).ToLowerInvariant(), Path.GetExtension(path).ToUpperInvariant() }.Select(end => Path.ChangeExtension(path, end)).FirstOrDefault(File.Exists) is { } other
            ? $" (there is {Path.GetFileName(other)})" : "";

    /// <summary>Says that a path is a link that leads to nothing, which counts as a file; null where it is none.</summary>
    public static string? LostLink(string path) =>
        File.Exists(path) && RealPath.LostTarget(path) is { } link ? $"{path} is a link to {link}, which is not there" : null;

    /// <summary>Whether something may be there and cannot be seen, since a folder above it may not be looked into; it is not there for File.Exists.</summary>
    public static bool IsHidden(string path)
    {
        try
        {
            File.GetAttributes(path);
            return false;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return fault is UnauthorizedAccessException;
        }
    }

    /// <summary>Whether a file has no bytes, whatever links lead to it. A pipe has none, and its opening would wait for who writes into it.</summary>
    /// <exception cref="IOException">It is not there, or links lead in a circle.</exception>
    public static bool IsEmpty(string path) => new FileInfo(File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path) is { Exists: true, Length: 0 };

    /// <summary>Opens a file to be read; one that <see cref="IsEmpty"/> as a stream of nothing, without waiting.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public static Stream OpenRead(string path) => IsEmpty(path) ? Stream.Null : File.OpenRead(path);

    /// <summary>Refuses a path of which cannot be seen whether anything is there.</summary>
    /// <exception cref="UserException">It <see cref="IsHidden"/>.</exception>
    public static void RefuseHidden(string path)
    {
        if (IsHidden(path))
        {
            throw new UserException($"'{path}' cannot be read: a folder above it may not be looked into.", "Check the permissions of the folders above it.");
        }
    }

    /// <summary>Refuses what is no file.</summary>
    /// <param name="name">The option or key; null: the path is named alone.</param>
    /// <param name="path">Its value.</param>
    /// <param name="hint">What to give instead.</param>
    /// <exception cref="UserException">It is a folder, or nothing.</exception>
    public static void CheckFile(string? name, string path, string? hint = null) => Check(name, path, File.Exists(path), hint);

    /// <summary>Refuses what is no folder.</summary>
    /// <inheritdoc cref="CheckFile"/>
    /// <exception cref="UserException">It is a file, or nothing.</exception>
    public static void CheckFolder(string? name, string path, string? hint = null) => Check(name, path, Directory.Exists(path), hint);

    private static void Check(string? name, string path, bool isWanted, string? hint)
    {
        var lost = LostLink(path);
        if (!isWanted || lost is not null)
        {
            var what = Directory.Exists(path) ? "is a folder, where a file is wanted"
                : File.Exists(path) ? "is a file, where a folder is wanted"
                : "does not exist";
            throw new UserException($"{(name is null ? "" : name + ": ")}{lost ?? $"{path} {what}{Resolved(path)}"}", hint);
        }
    }
}
