using AsynDGAN.Core.Runs;

namespace AsynDGAN.Core.Setup;

/// <summary>
/// A manifest that is written beside its data, so that it can be read as a run would read it, and is taken away again unless it is
/// kept. Where the data's folder cannot be written to, it lies beside the configuration.
/// </summary>
internal sealed class NewManifest : IDisposable
{
    private const string FileName = "manifest.csv";

    private bool isKept;

    private NewManifest(string path) => Path = path;

    /// <summary>The CSV.</summary>
    public string Path { get; }

    /// <summary>Writes it.</summary>
    /// <exception cref="UserException">It is there already, or cannot be written anywhere.</exception>
    public static NewManifest For(FoundData found, SetupRequest request)
    {
        var beside = System.IO.Path.Combine(found.Folder, FileName);
        if (!File.Exists(beside))
        {
            try
            {
                AtomicFile.WriteText(beside, ManifestText.Of(found.Entries, file => file));
                return new NewManifest(beside);
            }
            catch (UserException) when (!CanWrite(found.Folder))
            {
                // Read-only data are usual.
            }
        }

        var folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(request.Output))!;
        var name = System.IO.Path.GetFileNameWithoutExtension(request.Output);
        var own = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(request.Output) ?? "", $"{name}-{FileName}");
        if (System.IO.Path.Exists(own))
        {
            throw new UserException($"{own} is there already, and nothing is overwritten", "Name another configuration with --out, or remove that file.");
        }

        AtomicFile.WriteText(own, ManifestText.Of(found.Entries, file => System.IO.Path.GetRelativePath(folder, System.IO.Path.GetFullPath(System.IO.Path.Combine(found.Folder, file)))));
        return new NewManifest(own);
    }

    /// <summary>Keeps it.</summary>
    public void Keep() => isKept = true;

    /// <summary>Takes it away again, unless it is kept.</summary>
    public void Dispose()
    {
        if (!isKept)
        {
            File.Delete(Path);
        }
    }

    private static bool CanWrite(string folder)
    {
        var probe = System.IO.Path.Combine(folder, $".asyndgan-{Guid.NewGuid():N}");
        try
        {
            File.WriteAllText(probe, "");
            File.Delete(probe);
            return true;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
