using System.Globalization;
using System.Text.RegularExpressions;
using AsynDGAN.Core.Runs;

namespace AsynDGAN.Core.Setup;

/// <summary>
/// A manifest that is to be written: beside its data, or beside the configuration where the data's folder cannot be written to or
/// has one already. Until then a copy elsewhere, with whole paths, is what is read.
/// </summary>
internal sealed partial class NewManifest : IDisposable
{
    private const string FileName = "manifest.csv";

    private readonly FoundData found;
    private readonly string folder;

    private NewManifest(FoundData found, string path)
    {
        (this.found, Path) = (found, path);
        var text = ManifestText.Of(found.Entries, Whole);
        folder = Temporary();
        Copy = System.IO.Path.Combine(folder, FileName);
        try
        {
            AtomicFile.WriteText(Copy, text);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Where it will lie.</summary>
    public string Path { get; }

    /// <summary>What can be read until then.</summary>
    public string Copy { get; }

    /// <summary>Finds its place.</summary>
    /// <exception cref="UserException">There is no place, or a file has a name that a manifest cannot hold.</exception>
    public static NewManifest For(FoundData found, SetupRequest request)
    {
        var beside = System.IO.Path.Combine(found.Folder, FileName);
        var own = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(request.Output) ?? "", $"{System.IO.Path.GetFileNameWithoutExtension(request.Output)}-{FileName}");
        var path = !System.IO.Path.Exists(beside) && AtomicFile.CanWriteIn(found.Folder) ? beside : own;
        RefuseOther(path);
        return new NewManifest(found, path);
    }

    /// <summary>Writes it to its place, and then what belongs to it, or neither.</summary>
    /// <exception cref="UserException">Something is there by now, or it cannot be written.</exception>
    public void Write(Action configuration)
    {
        var place = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path))!;
        RefuseOther(Path);
        AtomicFile.WriteNewText(Path, ManifestText.Of(found.Entries, file => System.IO.Path.GetRelativePath(place, Whole(file)).Replace(System.IO.Path.DirectorySeparatorChar, '/')));
        try
        {
            configuration();
        }
        catch
        {
            TakeAway(() => File.Delete(Path));
            throw;
        }
    }

    /// <summary>A text about the copy as one about what it was made of: a line of it is the table's, or where folders told it the image's.</summary>
    /// <param name="place">What the text is to call the data.</param>
    public string Told(string text, string place)
    {
        var (lines, next) = (new Dictionary<int, ManifestEntry>(), 2);
        foreach (var entry in found.Entries)
        {
            lines.Add(next, entry);
            next += 1 + string.Concat(entry.Images.Append(entry.Mask).Select(Whole).Append(entry.Site).Append(entry.Patient)).Count(letter => letter == '\n');
        }

        // The copy is nothing that a user knows, and paths from the folder are shorter.
        var own = text.Replace(Copy, place).Replace(System.IO.Path.GetFullPath(found.Folder) + System.IO.Path.DirectorySeparatorChar, "");
        return OfLine().Replace(own, told => !lines.TryGetValue(int.Parse(told.Groups["number"].Value, CultureInfo.InvariantCulture), out var entry) ? told.Value
            : entry.Line is { } line ? $"line {line}{told.Groups["behind"].Value}"
            : told.Groups["behind"].Length > 0 ? "" : $"the line of {entry.Images[0]}");
    }

    /// <summary>Takes the copy away.</summary>
    public void Dispose() => TakeAway(() => Directory.Delete(folder, recursive: true));

    private static void TakeAway(Action delete)
    {
        try
        {
            delete();
        }
        catch (Exception fault) when (WriteFault.Is(fault))
        {
            // What is on its way to the caller says more than what is left behind.
        }
    }

    private static string Temporary()
    {
        try
        {
            return Directory.CreateTempSubdirectory("asyndgan-init-").FullName;
        }
        catch (Exception fault) when (WriteFault.Is(fault))
        {
            throw new UserException($"the folder of temporary files, {System.IO.Path.GetTempPath()}, cannot be written to: {fault.Message}", $"Let {(OperatingSystem.IsWindows() ? "TMP" : "TMPDIR")} name a folder that is there and may be written to.");
        }
    }

    // Where messages name a line, not within a file's name.
    [GeneratedRegex(@"(?<=\A|\n *|[:;,] |\(| on )line (?<number>[0-9]{1,9})(?![0-9.])(?<behind>, )?")]
    private static partial Regex OfLine();

    private static void RefuseOther(string path)
    {
        if (System.IO.Path.Exists(path))
        {
            throw new UserException($"{path} is there already, and nothing is overwritten", "Name another configuration with --out, or remove that file.");
        }
    }

    // An empty cell is one of the faults of a table.
    private string Whole(string file) => file.Length == 0 ? "" : System.IO.Path.GetFullPath(System.IO.Path.Combine(found.Folder, file));
}
