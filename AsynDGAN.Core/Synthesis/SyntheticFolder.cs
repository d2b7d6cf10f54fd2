using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data;
using AsynDGAN.Core.Runs;

namespace AsynDGAN.Core.Synthesis;

/// <summary>The folder of a synthetic data set.</summary>
internal sealed class SyntheticFolder
{
    private static readonly string[] Free = ["device", "data.root", "data.resident", "data.cache", "data.on_error"];

    /// <summary>
    /// All that a set consists of, whatever its layout, but the mark. Nothing else is ever deleted. The configuration goes
    /// first: a set without one is not gone on with, so that no manifest outlives images that a killed overwriting deleted.
    /// </summary>
    private static readonly string[] Parts =
    [
        "config.yaml", "manifest.csv", "images", "masks", "imagesTr", "labelsTr", "dataset.json", "card.md", "contact-sheet.png",
        "communication.csv", "provenance.json", "samples.csv", "samples.png",
    ];

    private readonly SetOrigin? before;
    private readonly bool resumes;

    private SyntheticFolder(string path, SetOrigin? before, bool resumes) => (Root, this.before, this.resumes) = (path, before, resumes);

    public string Root { get; }

    /// <summary>A row an image; an image counts when its row is there.</summary>
    public CsvLog<SyntheticRow> Manifest => new(File("manifest.csv"));

    /// <summary>The folder of a set. Nothing is written there, and a set that is there stays, until <see cref="Begin"/>.</summary>
    /// <exception cref="UserException">There is a set already and neither is asked for, or something else.</exception>
    public static SyntheticFolder Open(string path, bool resume, bool overwrite)
    {
        var root = Path.GetFullPath(path);
        try
        {
            var before = SetOrigin.Read(root);
            var occupied = System.IO.File.Exists(root) || (Directory.Exists(root) && Directory.EnumerateFileSystemEntries(root).Any());
            return (before, occupied) switch
            {
                (null, true) => throw new UserException(
                    $"'{root}' holds other files than a synthetic set's.", "Choose an empty or new folder with --out."),
                (not null, _) when !resume && !overwrite => throw new UserException(
                    $"There is a synthetic set in '{root}' already.",
                    "Go on with it by --resume, replace it by --overwrite, or choose another folder with --out."),
                _ => new SyntheticFolder(root, before, resume && before is not null),
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"'{root}' cannot be read: {e.Message}", "Choose another folder with --out.");
        }
    }

    /// <summary>Starts a set in place of one that is replaced, or goes on with the one that is there.</summary>
    /// <param name="configuration">The text of config.yaml.</param>
    /// <param name="origin">What the set is made from.</param>
    /// <param name="folders">Folders of its images and masks.</param>
    /// <param name="display">Warned where a set goes on under other circumstances.</param>
    /// <exception cref="UserException">The set was begun otherwise, or the folder cannot be written.</exception>
    public void Begin(string configuration, SetOrigin origin, IEnumerable<string> folders, IRunDisplay display)
    {
        if (resumes)
        {
            Check(configuration, origin, display);
        }

        try
        {
            Directory.CreateDirectory(Root);
            if (!resumes)
            {
                // The mark stays, so that a folder of which a part is deleted is still known as a synthetic set's.
                Delete();
                origin.Write(Root);
                AtomicFile.WriteText(File("config.yaml"), configuration);
            }

            foreach (var folder in folders)
            {
                Directory.CreateDirectory(File(folder));
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"'{Root}' cannot be written: {e.Message}", "Choose another folder with --out.");
        }
    }

    public string File(string name) => Path.Combine(Root, name);

    /// <summary>The rows that are there, a torn last one cut off.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, string>> Rows()
    {
        var path = File("manifest.csv");
        Manifest.Cut("item", long.MaxValue);
        return System.IO.File.Exists(path) ? [.. CsvTable.Read(path, ["item", "site", "patient", "sample", "mixed", "image"]).Select(row => row.Fields)] : [];
    }

    private void Delete()
    {
        foreach (var part in Parts.Select(File))
        {
            if (Directory.Exists(part))
            {
                Directory.Delete(part, recursive: true);
            }
            else
            {
                System.IO.File.Delete(part);
            }
        }
    }

    private void Check(string configuration, SetOrigin origin, IRunDisplay display)
    {
        var settings = File("config.yaml");
        if (!System.IO.File.Exists(settings))
        {
            throw new UserException($"The synthetic set in '{Root}' was stopped before it began.", "Start it again with --overwrite.");
        }

        var differences = ExperimentDifference.Between(ExperimentReader.Read(settings, []), ExperimentReader.Parse(configuration, settings, []))
            .Where(d => !Free.Contains(d.Key) && !d.Key.StartsWith("segmentation.", StringComparison.Ordinal))
            .Select(d => $"\n  {d.Key}: {d.Old} there, {d.New} now")
            .ToList();
        Note("the layout", before!.Layout, origin.Layout);
        Note("the generator's weights (SHA-256)", before.Weights, origin.Weights);
        Note("the data (fingerprint)", before.Data, origin.Data);
        if (differences.Count > 0)
        {
            throw new UserException(
                $"The synthetic set in '{Root}' was begun otherwise:{string.Concat(differences)}", "Take that back, or replace the set by --overwrite.");
        }

        if ((before.Device, before.Threads, before.Convolutions) != (origin.Device, origin.Threads, origin.Convolutions))
        {
            display.Warn($"going on on {origin.Device} with {origin.Threads} thread(s), after {before.Device} with {before.Threads}: "
                + "from here on the images are not equal bit for bit to those of a set that was never interrupted.");
        }

        void Note(string what, string there, string now)
        {
            if (there != now)
            {
                differences.Add($"\n  {what}: {there} there, {now} now");
            }
        }
    }
}
