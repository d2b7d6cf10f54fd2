using System.Globalization;
using AsynDGAN.Core.Configuration.Reading;
using AsynDGAN.Core.Csv;
using AsynDGAN.Core.Imaging;
using AsynDGAN.Core.Networks.Convolutions;
using AsynDGAN.Core.Platform;
using AsynDGAN.Core.Reuse;
using AsynDGAN.Core.Runs;

namespace AsynDGAN.Core.Synthesis;

/// <summary>The folder of a synthetic data set.</summary>
internal sealed class SyntheticFolder
{
    private static readonly string[] Pictures = ["image", "mask"];

    private readonly bool moves;
    private SetOrigin? before;
    private bool goesOnOtherwise;
    private DateTime? started;

    private SyntheticFolder(string path, SetOrigin? before, bool moves) => (Root, this.before, this.moves) = (path, before, moves);

    public string Root { get; }

    /// <summary>Whether the set that is gone on with is whole, so that nothing is drawn; known once it is begun.</summary>
    public bool IsWhole { get; private set; }

    /// <summary>A row an image; an image counts when its row is there.</summary>
    public CsvLog<SyntheticRow> Manifest => new(File("manifest.csv"), moves ? SyntheticRow.Moves : []);

    /// <summary>Whether images or masks that a set's table lists are not there any more.</summary>
    /// <param name="root">The set's folder; false where it has no table of images.</param>
    /// <exception cref="UserException">The table is damaged.</exception>
    internal static bool LacksPictures(string root)
    {
        var table = Path.Combine(root, "manifest.csv");
        return System.IO.File.Exists(table) && CsvTable.Read(table, Pictures).Any(row => Lacks(root, row.Fields));
    }

    /// <summary>Refuses a set that a comparison would not go on with; what is damaged in it, drawing says.</summary>
    /// <param name="root">The folder of a set that was begun.</param>
    /// <param name="now">What it depends on now, as far as that is known.</param>
    /// <exception cref="UserException">It was begun with something else.</exception>
    internal static void RefuseOther(string root, Identity now)
    {
        IdentityDifferences comparison;
        try
        {
            if (SetOrigin.Read(root) is not { } before)
            {
                return;
            }

            comparison = now.ComparedWith(before.IdentityBy(ExperimentReader.Read(Path.Combine(root, "config.yaml"), [])));
        }
        catch (UserException)
        {
            return;
        }

        if (comparison.Different.Count > 0)
        {
            throw Otherwise(Path.GetFullPath(root), comparison, "Take that back, remove the set's folder, or choose another folder with --out.");
        }
    }

    /// <summary>The folder of a set. Nothing is written there, and a set that is there stays, until <see cref="Begin"/>.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="resume">Whether a set that was begun is gone on with.</param>
    /// <param name="overwrite">Whether a set that is there is replaced.</param>
    /// <param name="moves">Whether its tumours are placed anew, of which its rows then tell.</param>
    /// <exception cref="UserException">There is a set already and neither is asked for, one that is damaged, or something else.</exception>
    public static SyntheticFolder Open(string path, bool resume, bool overwrite, bool moves = false)
    {
        var root = Path.GetFullPath(path);
        try
        {
            // One whose origin is damaged is known by its other files, and can be replaced.
            var there = FolderKind.SyntheticSet.Is(root)
                && (!SetOrigin.IsDamaged(root) || Array.TrueForAll(["config.yaml", "manifest.csv"], name => System.IO.File.Exists(Path.Combine(root, name))));
            if (System.IO.File.Exists(root) || !(there || FolderKind.SyntheticSet.IsFree(root)))
            {
                throw new UserException($"'{root}' holds other files than a synthetic set's.", "Choose an empty or new folder with --out.");
            }

            if (there && !resume && !overwrite)
            {
                throw new UserException(
                    $"There is a synthetic set in '{root}' already.",
                    "Go on with it by --resume, replace it by --overwrite, or choose another folder with --out.");
            }

            return new SyntheticFolder(root, resume ? SetOrigin.Read(root) : null, moves);
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
    /// <param name="threadsCount">Whether the bits of its images depend on the number of threads.</param>
    /// <exception cref="UserException">The set was begun otherwise, or the folder cannot be written.</exception>
    public void Begin(string configuration, SetOrigin origin, IEnumerable<string> folders, IRunDisplay display, bool threadsCount = true)
    {
        if (before is not null)
        {
            Check(before, configuration, origin, display, threadsCount);
            started = Provenance.StartIn(ProvenanceFile);
        }

        try
        {
            Directory.CreateDirectory(Root);
            if (before is null)
            {
                // The configuration goes first and comes last: a set without one is not gone on with, so that no manifest outlives
                // images that a killed overwriting deleted.
                FolderKind.SyntheticSet.Clear(Root);
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

    /// <summary>Writes who draws the set: of one that is gone on with beside when it was first begun, and of one that is whole not at all.</summary>
    public void Write(Provenance provenance)
    {
        if (!IsWhole)
        {
            (provenance with { Started = started ?? provenance.Started }).Write(ProvenanceFile);
        }
    }

    /// <summary>The rows that are there, a torn last one cut off.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, string>> Rows()
    {
        var path = File("manifest.csv");
        Manifest.Cut("item", long.MaxValue);
        return System.IO.File.Exists(path) ? [.. CsvTable.ReadOwn(path, ["item", "site", "patient", "sample", "mixed", .. Pictures]).Select(row => row.Fields)] : [];
    }

    /// <summary>How many images are, with their masks, equal byte for byte to an earlier one of the same slice.</summary>
    /// <param name="rows">Those that are looked at.</param>
    public int Copies(IReadOnlyList<IReadOnlyDictionary<string, string>> rows) => rows.Count
        - rows.Select(row => (row["site"], row["sample"], SetOrigin.DigestOf(FilesOf(row).Select(file => Digest.OfFile(File(file)))))).Distinct().Count();

    /// <summary>Cuts the rows off from the first whose image or mask is not there any more, so that these are drawn again.</summary>
    /// <returns>Its item; null where all are there.</returns>
    public int? CutLost()
    {
        if (Rows().FirstOrDefault(row => Lacks(Root, row)) is not { } lost)
        {
            return null;
        }

        var item = int.Parse(lost["item"], CultureInfo.InvariantCulture);
        Manifest.Cut("item", item - 1);
        return item;
    }

    /// <summary>A set that was whole and lacks rows is unfinished; what it knows of its images and masks is then of the rows that stay.</summary>
    /// <param name="rows">How many stay, from the first.</param>
    public void Reopen(int rows)
    {
        // One of an earlier version, and stopped since, keeps the whole set's digest alone.
        if (before is not null && (before.Drawn ?? before.Rows?.Count ?? (before.Pictures is null ? 0 : int.MaxValue)) > rows)
        {
            // An earlier version kept no digests of rows: the whole set's tells then, unless what is drawn again may have other bits.
            before = before.Rows is { } known ? before with { Drawn = null, Manifest = null, Pictures = null, Rows = [.. known.Take(rows)] }
                : before with { Drawn = null, Manifest = null, Pictures = goesOnOtherwise ? null : before.Pictures };
            before.Write(Root);
        }
    }

    /// <summary>The origin of the whole set; of one of which nothing was missing, what it was made from stays.</summary>
    /// <param name="made">What it is made from.</param>
    /// <param name="rows">All of its rows.</param>
    /// <exception cref="UserException">Images or masks that stood there before are not those that were drawn, whatever drew them.</exception>
    public SetOrigin OfWhole(SetOrigin made, IReadOnlyList<IReadOnlyDictionary<string, string>> rows)
    {
        var manifest = Digest.OfFile(File(SetOrigin.ManifestFile));
        var files = rows.Select(row => FilesOf(row).Select(file => Digest.OfFile(File(file))).ToList()).ToList();
        var pictures = SetOrigin.DigestOf(files.SelectMany(row => row).Prepend(manifest));
        string[] drawn = [.. rows.Zip(files, (row, of) => SetOrigin.DigestOf(of.Prepend(Text(row))))];
        var isChanged = before?.Pictures is { } whole ? whole != pictures : before?.Rows is { } known && !known.SequenceEqual(drawn.Take(known.Count));
        return isChanged
            ? throw new UserException(
                before?.Manifest is { } table && table != manifest ? $"{SetOrigin.ManifestFile} of the synthetic set in '{Root}' is not the one that was drawn: it has been changed since."
                    : $"Images or masks of the synthetic set in '{Root}', or their rows in {SetOrigin.ManifestFile}, are not those that were drawn: they have been changed since"
                        + $"{(before is { Drawn: null, Rows: null } ? OrDrawnElsewhere : "")}.",
                "Put them back, or replace the set by --overwrite.")
            : MadeOf(made) with { Drawn = rows.Count, Manifest = manifest, Pictures = pictures, Rows = drawn };
    }

    /// <summary>The same of a set of points.</summary>
    /// <param name="made">What it is made from.</param>
    /// <param name="points">How many there are.</param>
    /// <exception cref="UserException">Points that stood there before are not those that were drawn.</exception>
    public SetOrigin OfWhole(SetOrigin made, int points)
    {
        var table = Digest.OfFile(File(SetOrigin.PointsFile));
        return before?.Manifest is { } drawn && drawn != table && !goesOnOtherwise
            ? throw new UserException(
                $"{SetOrigin.PointsFile} of the synthetic set in '{Root}' is not the one that was drawn: it has been changed since{(IsWhole ? "" : OrDrawnElsewhere)}.",
                "Put it back, or replace the set by --overwrite.")
            : MadeOf(made) with { Drawn = points, Manifest = table };
    }

    private SetOrigin MadeOf(SetOrigin made) => IsWhole ? before! : made;

    private string ProvenanceFile => File("provenance.json");

    /// <summary>Whether all that was drawn of a set is there. What is damaged in it, drawing says.</summary>
    private bool HasAll(SetOrigin whole)
    {
        try
        {
            return whole.Drawn is { } drawn && !LacksPictures(Root)
                && drawn == (whole.Layout == SetOrigin.PointsLayout ? new CsvLog<PointRow>(File(SetOrigin.PointsFile)).Count("item", long.MaxValue) : Manifest.Count("item", long.MaxValue));
        }
        catch (UserException)
        {
            return false;
        }
    }

    /// <summary>Why what is drawn again may differ, too, though nothing was changed: an earlier version did not record it.</summary>
    private string OrDrawnElsewhere => before?.Processor is null ? ", or a part was drawn again on another processor or by another libtorch, of which the set does not tell" : "";

    private static string Text(IReadOnlyDictionary<string, string> row) => string.Concat(row.OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => $"{field.Key}\t{field.Value}\n"));

    private static IEnumerable<string> FilesOf(IReadOnlyDictionary<string, string> row) => Pictures.SelectMany(column => ChannelFiles.Split(row[column]));

    private static bool Lacks(string root, IReadOnlyDictionary<string, string> row) => FilesOf(row).Any(file => !System.IO.File.Exists(Path.Combine(root, file)));

    private static UserException Otherwise(string root, IdentityDifferences comparison, string hint) =>
        new($"The synthetic set in '{root}' was begun otherwise:{comparison.Lines()}", hint);

    private void Check(SetOrigin before, string configuration, SetOrigin origin, IRunDisplay display, bool threadsCount)
    {
        var settings = File("config.yaml");
        if (!System.IO.File.Exists(settings))
        {
            throw new UserException($"The synthetic set in '{Root}' was stopped before it began.", "Start it again with --overwrite.");
        }

        var comparison = origin.IdentityBy(ExperimentReader.Parse(configuration, settings, []))
            .ComparedWith(before.IdentityBy(ExperimentReader.Read(settings, [])));
        if (comparison.Different.Count > 0)
        {
            throw Otherwise(Root, comparison, "Take that back, or replace the set by --overwrite.");
        }

        before.RefuseOtherConfiguration(Root, "Put it back, or replace the set by --overwrite.");
        if (comparison.Doubt($"the synthetic set in '{Root}'") is { } doubt)
        {
            display.Warn(doubt);
        }

        IsWhole = HasAll(before);
        var (earlier, now) = (By(before), By(origin));
        goesOnOtherwise = !IsWhole && !now.IsLike(threadsCount ? earlier : earlier with { Threads = now.Threads });
        if (goesOnOtherwise)
        {
            display.Warn($"going on on {now}, after {earlier}: from here on the images are not equal bit for bit to those of a set that was never interrupted.");
        }

        static ComputedWith By(SetOrigin origin) => ComputedWith.Of(
            origin.Device, origin.Threads, origin.Precision ?? Arithmetic.Earlier(origin.Device, origin.Identity), origin.Convolutions, origin.LibTorch, origin.Processor, origin.Gpu);
    }
}
