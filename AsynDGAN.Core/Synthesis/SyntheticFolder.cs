using System.Globalization;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data;
using AsynDGAN.Core.Runs;

namespace AsynDGAN.Core.Synthesis;

/// <summary>The folder of a synthetic data set.</summary>
internal sealed class SyntheticFolder
{
    private static readonly string[] Free = ["device", "data.root", "data.resident", "data.on_error"];

    private SyntheticFolder(string path) => Root = Path.GetFullPath(path);

    public string Root { get; }

    /// <summary>A row an image; an image counts when its row is there.</summary>
    public CsvLog<SyntheticRow> Manifest => new(File("manifest.csv"));

    /// <summary>Makes the folder, or opens it to go on.</summary>
    /// <exception cref="UserException">There is a set already, something else, or another configuration.</exception>
    public static SyntheticFolder Open(string path, string configuration, bool resume, bool overwrite)
    {
        var folder = new SyntheticFolder(path);
        var settings = folder.File("config.yaml");
        try
        {
            Directory.CreateDirectory(folder.Root);
            if (Directory.EnumerateFileSystemEntries(folder.Root).Any())
            {
                folder.GoOnOrClear(settings, configuration, resume, overwrite);
            }

            Directory.CreateDirectory(folder.Root);
            AtomicFile.WriteText(settings, configuration);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"'{folder.Root}' cannot be written: {e.Message}", "Choose another folder with --out.");
        }

        return folder;
    }

    public string File(string name) => Path.Combine(Root, name);

    /// <summary>The rows that are there, a torn last one cut off.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, string>> Rows()
    {
        var path = File("manifest.csv");
        Manifest.Cut("item", long.MaxValue);
        return System.IO.File.Exists(path) ? [.. CsvTable.Read(path, ["item", "site", "mixed", "image"]).Select(row => row.Fields)] : [];
    }

    private void GoOnOrClear(string settings, string configuration, bool resume, bool overwrite)
    {
        if (!System.IO.File.Exists(settings) || System.IO.File.Exists(File("checkpoints")))
        {
            throw new UserException($"'{Root}' holds other files than a synthetic set's.", "Choose an empty or new folder with --out.");
        }

        if (overwrite)
        {
            Directory.Delete(Root, recursive: true);
            return;
        }

        if (!resume)
        {
            throw new UserException(
                $"There is a synthetic set in '{Root}' already.", "Go on with it by --resume, replace it by --overwrite, or choose another folder with --out.");
        }

        var differences = ExperimentDifference.Between(ExperimentReader.Read(settings, []), ExperimentReader.Parse(configuration, settings, []))
            .Where(d => !Free.Contains(d.Key) && !d.Key.StartsWith("segmentation.", StringComparison.Ordinal))
            .Select(d => string.Create(CultureInfo.InvariantCulture, $"\n  {d.Key}: {d.Old} there, {d.New} now"))
            .ToList();
        if (differences.Count > 0)
        {
            throw new UserException(
                $"The synthetic set in '{Root}' was begun with another configuration:{string.Concat(differences)}", "Take those keys back, or replace it by --overwrite.");
        }
    }
}
