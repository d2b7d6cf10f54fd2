using AsynDGAN.Core.Runs;

namespace AsynDGAN.Core.Setup;

/// <summary>
/// A manifest that is to be written: beside its data, or beside the configuration where the data's folder cannot be written to or
/// has one already. Until then a copy elsewhere, with whole paths, is what is read.
/// </summary>
internal sealed class NewManifest : IDisposable
{
    private const string FileName = "manifest.csv";

    private readonly FoundData found;
    private readonly string folder;

    private NewManifest(FoundData found, string path)
    {
        (this.found, Path) = (found, path);
        var text = ManifestText.Of(found.Entries, Whole);
        folder = Directory.CreateTempSubdirectory("asyndgan-init-").FullName;
        Copy = System.IO.Path.Combine(folder, FileName);
        AtomicFile.WriteText(Copy, text);
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
            File.Delete(Path);
            throw;
        }
    }

    /// <summary>Takes the copy away.</summary>
    public void Dispose() => Directory.Delete(folder, recursive: true);

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
