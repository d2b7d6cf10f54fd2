using System.IO.Enumeration;

namespace AsynDGAN.Core.Data.Sources;

/// <summary>
/// What lies in a folder of data, in ordinal order. A name that is not UTF-8 cannot be opened, and the runtime passes over what
/// lies in a folder of such a name: it is refused.
/// </summary>
internal static class SourceFolder
{
    private const char Undecodable = '\uFFFD';

    /// <summary>Whether a file or folder is what systems leave beside others, such as ._NAME.tif.</summary>
    public static bool IsHidden(string path) => Path.GetFileName(path).StartsWith('.');

    /// <summary>Paths of the files in a folder.</summary>
    /// <exception cref="UserException">It cannot be read, or something in it not be opened by its name.</exception>
    public static string[] Files(string folder) => Readable(folder, () => Directory.GetFiles(folder));

    /// <summary>Paths of the folders in a folder.</summary>
    /// <exception cref="UserException">As of <see cref="Files"/>.</exception>
    public static string[] Folders(string folder) => Readable(folder, () => Directory.GetDirectories(folder));

    /// <summary>What is lost of the folders in a folder: links that lead nowhere. Those of hidden names and of files' names, with an ending, are none.</summary>
    public static IEnumerable<LeftOut> Lost(string folder) =>
        from path in Directory.GetFiles(folder).Order(StringComparer.Ordinal)
        where !Path.HasExtension(path) && !IsHidden(path)
        let target = RealPath.LostTarget(path)
        where target is not null
        select new LeftOut(Path.GetFileName(path), $"it is a link to {target}, which is not there");

    /// <summary>Paths of the files in a folder and in those below it, but for links that lead back to where they lie.</summary>
    /// <param name="most">More than these are not asked for.</param>
    /// <param name="options">Which are seen.</param>
    /// <exception cref="UserException">As of <see cref="Files"/>.</exception>
    public static string[] FilesBelow(string folder, EnumerationOptions options, int most = int.MaxValue)
    {
        Readable(folder, () => Below(folder, options, directories: true));
        return Readable(folder, () => Below(folder, options, directories: false).Take(most));
    }

    private static FileSystemEnumerable<string> Below(string folder, EnumerationOptions options, bool directories) =>
        new(folder, (ref FileSystemEntry entry) => entry.ToSpecifiedFullPath(), options)
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) => entry.IsDirectory == directories,
            ShouldRecursePredicate = (ref FileSystemEntry entry) => !entry.Attributes.HasFlag(FileAttributes.ReparsePoint) || !LeadsBack(entry.ToFullPath(), entry.RootDirectory.Length),
        };

    /// <summary>Whether behind a link is one of the folders on the way to it, or what these lie in.</summary>
    private static bool LeadsBack(string link, int root)
    {
        var target = RealPath.Of(link);
        for (var folder = Path.GetDirectoryName(link); folder is not null && folder.Length >= root; folder = Path.GetDirectoryName(folder))
        {
            if ((RealPath.Of(folder) + Path.DirectorySeparatorChar).StartsWith(target + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    private static string[] Readable(string folder, Func<IEnumerable<string>> list)
    {
        try
        {
            string[] paths = [.. list().Order(StringComparer.Ordinal)];
            return Array.Find(paths, path => Path.GetFileName(path).Contains(Undecodable) && !Path.Exists(path)) is not { } lost
                ? paths
                : throw new UserException($"{lost}: the name is not UTF-8, so that it cannot be opened", "Rename it.");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"{folder} cannot be read: {fault.Message}", "Check its permissions.");
        }
    }
}
