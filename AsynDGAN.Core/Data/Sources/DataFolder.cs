using AsynDGAN.Core.Imaging;
using AsynDGAN.Core.Runs;

namespace AsynDGAN.Core.Data.Sources;

/// <summary>
/// The files below a folder, by their paths from it. What systems leave beside others (hidden files, __MACOSX) is not seen, nor what is
/// in folders that this program wrote: drawings and predictions are no data.
/// </summary>
internal sealed class DataFolder
{
    private const int MostFiles = 1_000_000, Deepest = 16;

    private static readonly string[] pictures = [".png", ".jpg", ".jpeg", ".tif", ".tiff"];
    private static readonly string[] archives = [".zip", ".tar", ".tar.gz", ".tgz", ".7z", ".rar", ".gz"];

    private readonly HashSet<string> names;
    private readonly Dictionary<string, SortedSet<string>> folders = [];

    private DataFolder(string path, IReadOnlyList<string> files, IReadOnlyList<string> written)
    {
        (Path, Files, Written, names) = (path, files, written, [.. files]);
        foreach (var file in files)
        {
            for (var (start, end) = (0, file.IndexOf('/')); end >= 0; (start, end) = (end + 1, file.IndexOf('/', end + 1)))
            {
                if (!folders.TryGetValue(file[..start], out var inner))
                {
                    folders.Add(file[..start], inner = new SortedSet<string>(StringComparer.Ordinal));
                }

                inner.Add(file[start..end]);
            }
        }
    }

    /// <summary>As it was given.</summary>
    public string Path { get; }

    /// <summary>Paths from the folder, folders parted by /, in ordinal order.</summary>
    public IReadOnlyList<string> Files { get; }

    /// <summary>The outermost folders below that this program wrote, in ordinal order.</summary>
    public IReadOnlyList<string> Written { get; }

    /// <summary>The same as a line, where there are some.</summary>
    public IEnumerable<string> WrittenNotes =>
        Written.Count == 0 ? [] : [$"not looked at: {Written.Count} {(Written.Count == 1 ? "folder" : "folders")} that asyndgan wrote ({SourceNotes.Listed(Written, ", ")})"];

    /// <summary>The pictures and volumes among them.</summary>
    public IEnumerable<string> Images => Files.Where(file => IsPicture(file) || IsVolume(file));

    /// <summary>The pictures and volumes in some of its folders, however deep.</summary>
    /// <param name="within">Paths from it, ended by /; empty: itself.</param>
    public IEnumerable<string> ImagesBelow(IEnumerable<string> within)
    {
        var wanted = within.ToHashSet();
        return Images.Where(image => wanted.Contains("") || Enumerable.Range(0, image.Length).Any(at => image[at] == '/' && wanted.Contains(image[..(at + 1)])));
    }

    /// <summary>Looks.</summary>
    /// <exception cref="UserException">It cannot be read, or holds too many files.</exception>
    public static DataFolder Look(string path)
    {
        var options = new EnumerationOptions
        {
            RecurseSubdirectories = true,
            MaxRecursionDepth = Deepest,
            AttributesToSkip = FileAttributes.System,
            IgnoreInaccessible = false,
        };
        var files = SourceFolder.FilesBelow(path, options, MostFiles + 1);
        if (files.Length > MostFiles)
        {
            throw new UserException($"{path} holds more than {MostFiles} files", "Name the folder of one data set.");
        }

        string[] seen = [.. files
            .Select(file => System.IO.Path.GetRelativePath(path, file).Replace(System.IO.Path.DirectorySeparatorChar, '/'))
            .Where(file => file.Split('/').All(part => part[0] != '.' && part != "__MACOSX"))];
        var written = WrittenIn(path, seen);
        return new DataFolder(path, [.. seen.Where(file => !written.Exists(folder => file.StartsWith(folder + "/", StringComparison.Ordinal))).Order(StringComparer.Ordinal)], written);
    }

    private static List<string> WrittenIn(string path, string[] files)
    {
        var folders = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            for (var end = file.LastIndexOf('/'); end > 0 && folders.Add(file[..end]); end = file.LastIndexOf('/', end - 1))
            {
                // Up to one that is known.
            }
        }

        var written = new List<string>();
        foreach (var folder in folders.Where(folder => FolderKind.IsWritten(System.IO.Path.Combine(path, folder))))
        {
            if (!written.Exists(outer => folder.StartsWith(outer + "/", StringComparison.Ordinal)))
            {
                written.Add(folder);
            }
        }

        return written;
    }

    /// <summary>A file's own path.</summary>
    public string At(string file) => System.IO.Path.Combine(Path, file);

    /// <summary>The names of the folders directly in it, or in one of its folders, in order.</summary>
    /// <param name="within">A path from it, ended by /; empty: itself.</param>
    public IReadOnlyCollection<string> Folders(string within = "") => folders.TryGetValue(within, out var inner) ? inner : [];

    /// <summary>Whether a file is there.</summary>
    public bool Has(string file) => names.Contains(file);

    /// <summary>By its name.</summary>
    public static bool IsPicture(string file) => Ends(file, pictures) is not null;

    /// <summary>By its name.</summary>
    public static bool IsVolume(string file) => NiftiFile.IsNamed(file);

    /// <summary>By its name: something packed that is no volume.</summary>
    public static bool IsArchive(string file) => !IsVolume(file) && Ends(file, archives) is not null;

    /// <summary>A picture's or volume's name without folders and without its ending.</summary>
    public static string Stem(string file)
    {
        var name = file[(file.LastIndexOf('/') + 1)..];
        return System.IO.Path.GetFileNameWithoutExtension(IsVolume(name) && name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? name[..^3] : name);
    }

    private static string? Ends(string file, string[] endings) => Array.Find(endings, ending => file.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
}
