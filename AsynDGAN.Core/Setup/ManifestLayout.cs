using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Csv;
using AsynDGAN.Core.Data.Sources;
using AsynDGAN.Core.Imaging;

namespace AsynDGAN.Core.Setup;

/// <summary>A CSV that lists images and masks: with the columns site and patient it is used as it is, else a manifest is made of it.</summary>
internal sealed class ManifestLayout : ILayout
{
    /// <summary>As --layout calls it.</summary>
    public const string LayoutName = "manifest";

    /// <summary>The columns of every table.</summary>
    public const string ImageColumn = "image", MaskColumn = "mask";

    /// <summary>Before a column's name in an option.</summary>
    public const string Column = SiteWish.OfColumn + ":";

    private const string SiteColumn = "site", PartColumn = "part";
    private const int MostSites = 20;

    public IEnumerable<Reading> Find(DataFolder folder) => folder.Files.Where(file => !file.Contains('/') && IsTable(file)).Select(file => Find(folder, file)).OfType<Reading>();

    /// <summary>By its name.</summary>
    public static bool IsTable(string file) => file.EndsWith(".csv", StringComparison.OrdinalIgnoreCase);

    /// <summary>A CSV as data.</summary>
    public static Reading Of(string path) => new(LayoutName, "", "a table of images with a mask each", [], (request, answers) => Take(path, request, answers));

    /// <summary>A table of a folder; null where it lists no images and masks.</summary>
    /// <exception cref="UserException">It lists them, and is at fault.</exception>
    private static Reading? Find(DataFolder folder, string table)
    {
        if (!CsvTable.HasColumns(folder.At(table), [ImageColumn, MaskColumn]))
        {
            return null;
        }

        var rows = Rows(folder.At(table));
        return Of(folder.At(table)) with
        {
            Place = table,
            What = $"a table of {rows.Count} images with a mask each",
            Images = [.. rows.SelectMany(row => ChannelFiles.Split(row.Fields[ImageColumn])).Where(image => !image.Contains('\0')).Select(image => Path.GetRelativePath(folder.Path, folder.At(image)).Replace(Path.DirectorySeparatorChar, '/'))],
        };
    }

    private static IReadOnlyList<CsvRow> Rows(string path)
    {
        try
        {
            return CsvTable.Read(path, [ImageColumn, MaskColumn]);
        }
        catch (UserException fault) when (fault.Hint == CsvText.Hint)
        {
            // There is no configuration yet that could name another encoding.
            throw new UserException(fault.Message, "Save it as UTF-8, and run init again.");
        }
    }

    /// <summary>What a manifest is made of is told as of the table itself, before anything is asked.</summary>
    private static void RefuseNamesFromHere(string path, IReadOnlyList<CsvRow> rows)
    {
        var lines = new ImageLines(Path.GetDirectoryName(Path.GetFullPath(path))!);
        foreach (var row in rows)
        {
            foreach (var image in ChannelFiles.Split(row.Fields[ImageColumn]).Where(image => image.Length > 0))
            {
                lines.Add(row.Line, image, place: image);
            }
        }

        lines.RefuseNamesFromHere(path);
    }

    private static FoundData Take(string path, SetupRequest request, ISetupAnswers answers)
    {
        var rows = Rows(path);
        if (rows.Count == 0)
        {
            throw new UserException($"{path} has no rows below its header", "A row is an image: site,patient,image,mask.");
        }

        RefuseNamesFromHere(path, rows);
        string[] columns = [.. rows[0].Fields.Keys];
        var (siteColumn, partColumn) = (Known(columns, SiteColumn), Known(columns, PartColumn));
        var wish = request.Sites is { } sites ? SiteWish.Parse(sites) : null;
        if (wish?.Kind == SiteWish.Folder && siteColumn is null)
        {
            throw new UserException($"--sites folder: {path} is a table without a column {SiteColumn}", $"Give --sites {Column}NAME, with one of {string.Join(", ", columns)}.");
        }

        // Their values are no hospitals and no patients.
        string[] ofParts = partColumn is null ? [.. columns.Where(column => AreParts(rows, column))] : [partColumn];
        var patients = TablePatients.Find(path, rows, wish?.Kind == SiteWish.OfColumn ? Named("--sites", wish.Column!, path, columns) : siteColumn, columns.Except([ImageColumn, MaskColumn, siteColumn, .. ofParts]).OfType<string>(), request.Patients, answers);
        var patient = patients.Column;
        wish ??= siteColumn is not null ? new SiteWish(SiteWish.Folder) : AskedSites(path, rows, columns.Except([ImageColumn, MaskColumn, patient, .. ofParts]).OfType<string>(), patients.Of.Distinct().Count(), answers);
        var site = wish.Kind == SiteWish.OfColumn ? Named("--sites", wish.Column!, path, columns) : siteColumn;
        List<string> notes = [.. site is null ? ["sites: cut, whatever hospitals the patients are of"] : wish.IsCut ? Array.Empty<string>() : [$"sites: the column {site}"], patients.Note];
        notes.AddRange(ofParts.Except([partColumn, site, patient]).OfType<string>().Select(column =>
            $"warning: the column {column} has the names of parts ({string.Join(", ", rows.Select(row => row.Fields[column]).Distinct())}) and is not looked at, so that patients are split anew: where it is your split, call it {PartColumn} and run init again"));
        var isManifest = site is not null && site == siteColumn && patient is not null && patient == TablePatients.Known(columns);
        var alike = !isManifest && site is not null && !wish.IsCut && rows.Select((row, i) => (Site: row.Fields[site], Patient: patients.Of[i])).Distinct().GroupBy(own => own.Patient).Any(name => name.Count() > 1);
        if (alike)
        {
            notes.Add("patients of several sites have one name: their sites stand before their names");
        }

        ManifestEntry[] entries = [.. rows.Select((row, i) => new ManifestEntry(
            site is null ? "all" : row.Fields[site], alike ? $"{row.Fields[site!]}/{patients.Of[i]}" : patients.Of[i],
            row.Fields[ImageColumn].Split('|', StringSplitOptions.TrimEntries), row.Fields[MaskColumn], partColumn is null ? "" : row.Fields[partColumn]) { Line = row.Line })];
        if (ofParts.Length == 0)
        {
            (entries, var told) = WithParts(entries, isManifest);
            notes.AddRange(told);
        }

        var channels = ChannelsOf(entries);
        if (channels.Count > 0)
        {
            notes.Add($"channels: {string.Join(", ", channels)}, by what differs in the names of an image's files");
        }

        string?[] used = [ImageColumn, MaskColumn, site, patient, partColumn];
        if (columns.Except(used).ToArray() is { Length: > 0 } others)
        {
            notes.Add($"columns that are not looked at: {string.Join(", ", others)}");
        }

        return new FoundData(
            $"a table of {rows.Count} images with a mask each{(isManifest ? ", which is a manifest as it is" : ", of which a manifest is made")}",
            $"{path} has the columns {string.Join(", ", columns.Where(used.Contains))}",
            new DataOptions { Source = DataSource.Manifest, Root = isManifest ? path : null, ChannelNames = channels }, wish)
        {
            Entries = entries,
            Folder = Path.GetDirectoryName(Path.GetFullPath(path))!,
            Notes = notes,
        };
    }

    /// <summary>The parts that paths tell, where a manifest is made and each patient lies in one; else that they are not taken is said.</summary>
    private static (ManifestEntry[] Entries, IEnumerable<string> Notes) WithParts(ManifestEntry[] entries, bool isManifest)
    {
        var parts = TableParts.Of([.. entries.Select(entry => entry.Images[0])]);
        var first = Array.FindIndex(parts, part => part is not null);
        if (first < 0)
        {
            return (entries, []);
        }

        var example = entries[first].Images[0];
        return !isManifest && Array.TrueForAll(parts, part => part is not null) && parts.Contains("train") && entries.Zip(parts).GroupBy(own => own.First.Patient).All(patient => patient.DistinctBy(own => own.Second).Count() == 1)
            ? ([.. entries.Zip(parts, (entry, part) => entry with { Part = part! })], [$"parts: by the paths of the images, such as {example}; where they are none, give the table a column {PartColumn} with nothing in it"])
            : (entries, [CaseNote.AsWarning($"paths of images, such as {example}, are called as parts (train, validation or test) and not looked at, so that patients are split anew: where it is your split, add a column {PartColumn} with each patient's part and run init again")]);
    }

    /// <summary>Names of the channels where images have several files: what differs in the names of the first one's, or numbers.</summary>
    private static IReadOnlyList<string> ChannelsOf(ManifestEntry[] entries)
    {
        string[] stems = [.. entries[0].Images.Select(DataFolder.Stem)];
        if (stems.Length < 2)
        {
            return [];
        }

        var shared = Enumerable.Range(0, stems.Min(stem => stem.Length)).TakeWhile(i => Array.TrueForAll(stems, stem => stem[i] == stems[0][i])).Count();
        shared = stems[0][..shared].LastIndexOfAny(['_', '-', '.']) + 1;
        string[] names = [.. stems.Select(stem => stem[shared..])];
        return names.All(name => name.Length > 0) && names.Distinct().Count() == names.Length ? names : [.. Enumerable.Range(1, stems.Length).Select(i => $"channel{i}")];
    }

    /// <summary>Whether a column has several names of parts, and no other values.</summary>
    private static bool AreParts(IReadOnlyList<CsvRow> rows, string column) =>
        rows.Select(row => row.Fields[column]).Distinct().ToArray() is { Length: > 1 } values && FolderLevels.AreParts(values);

    private static SiteWish AskedSites(string path, IReadOnlyList<CsvRow> rows, IEnumerable<string> columns, int patients, ISetupAnswers answers)
    {
        SetupChoice[] named = [.. columns.Where(column => rows.DistinctBy(row => row.Fields[column]).Count() is > 1 and <= MostSites).Select(column => new SetupChoice(Column + column, $"the column {column}, such as {rows[0].Fields[column]}"))];
        return SiteWish.Parse(new SetupQuestion(
            named.Length > 0 ? $"{path}: which column names the sites?" : $"{path}: no column can name sites, of which AsynDGAN wants several (where you know them, add a column {SiteColumn}); how are they cut?", "--sites", [.. named, .. SiteWish.Cuts(patients)]).Ask(answers));
    }

    /// <summary>A column's name as the table has it; the case of names does not count.</summary>
    public static string? Known(IEnumerable<string> columns, string name) => columns.FirstOrDefault(column => column.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The column that an option names.</summary>
    /// <exception cref="UserException">There is none.</exception>
    public static string Named(string option, string column, string path, IReadOnlyList<string> columns) => Known(columns, column)
        ?? throw new UserException($"{option} {Column}{column}: {path} has no column '{column}'", $"Its columns are {string.Join(", ", columns)}.");
}
