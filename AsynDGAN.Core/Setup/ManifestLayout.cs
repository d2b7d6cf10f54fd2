using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Csv;
using AsynDGAN.Core.Data.Sources;
using AsynDGAN.Core.Imaging;

namespace AsynDGAN.Core.Setup;

/// <summary>A CSV that lists images and masks: with the columns site and patient it is used as it is, else a manifest is made of it.</summary>
internal sealed class ManifestLayout : ILayout
{
    private const string ImageColumn = "image", MaskColumn = "mask", SiteColumn = "site", PatientColumn = "patient", PartColumn = "part";
    private const string Column = SiteWish.OfColumn + ":";
    private const int MostSites = 20;

    public IEnumerable<Reading> Find(DataFolder folder) => folder.Files.Where(file => !file.Contains('/') && IsTable(file)).Select(file => Find(folder, file)).OfType<Reading>();

    /// <summary>By its name.</summary>
    public static bool IsTable(string file) => file.EndsWith(".csv", StringComparison.OrdinalIgnoreCase);

    /// <summary>A CSV as data.</summary>
    public static Reading Of(string path) => new("manifest", "", "a table of images with a mask each", [], (request, answers) => Take(path, request, answers));

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

    private static FoundData Take(string path, SetupRequest request, ISetupAnswers answers)
    {
        var rows = Rows(path);
        if (rows.Count == 0)
        {
            throw new UserException($"{path} has no rows below its header", "A row is an image: site,patient,image,mask.");
        }

        string[] columns = [.. rows[0].Fields.Keys];
        var (siteColumn, patientColumn, partColumn) = (Known(columns, SiteColumn), Known(columns, PatientColumn), Known(columns, PartColumn));
        var wish = request.Sites is { } sites ? SiteWish.Parse(sites) : null;
        if (wish?.Kind == SiteWish.Folder && siteColumn is null)
        {
            throw new UserException($"--sites folder: {path} is a table without a column {SiteColumn}", $"Give --sites {Column}NAME, with one of {string.Join(", ", columns)}.");
        }

        var patient = Patients(path, rows, columns, request, answers);
        wish ??= siteColumn is not null ? new SiteWish(SiteWish.Folder) : AskedSites(path, rows, columns, patient, answers);
        var site = wish.Kind == SiteWish.OfColumn ? Named("--sites", wish.Column!, path, columns) : siteColumn;
        var notes = new List<string> { site is null ? "sites: cut, whatever hospitals the patients are of" : $"sites: the column {site}", patient is null ? "patients: every row is of another patient" : $"patients: the column {patient}" };
        ManifestEntry[] entries = [.. rows.Select(row => new ManifestEntry(
            site is null ? "all" : row.Fields[site], patient is null ? row.Fields[ImageColumn] : row.Fields[patient],
            row.Fields[ImageColumn].Split('|', StringSplitOptions.TrimEntries), row.Fields[MaskColumn], partColumn is null ? "" : row.Fields[partColumn]))];
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

        var isManifest = site is not null && site == siteColumn && patient is not null && patient == patientColumn;
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

    /// <summary>The column of patients; null where every row is one.</summary>
    private static string? Patients(string path, IReadOnlyList<CsvRow> rows, string[] columns, SetupRequest request, ISetupAnswers answers)
    {
        const string Option = "--patients", Picture = "picture";
        var value = request.Patients ?? (Known(columns, PatientColumn) is { } known ? Column + known : null);
        string[] others = [.. columns.Except([ImageColumn, MaskColumn, Known(columns, SiteColumn), Known(columns, PartColumn)]).OfType<string>().Where(column => rows.DistinctBy(row => row.Fields[column]).Count() is var count && count > 1)];
        value ??= others.Length == 0 ? Picture : new SetupQuestion(
            $"{path}: which column names the patients?", Option, [.. others.Select(column => new SetupChoice(Column + column, $"the column {column}, such as {rows[0].Fields[column]}")), new(Picture, "every row is of another patient")]).Ask(answers);
        return value == Picture ? null
            : value.StartsWith(Column, StringComparison.Ordinal) ? Named(Option, value[Column.Length..], path, columns)
            : throw new UserException($"{Option} {value}: {path} is a table", $"Give {Option} {Picture} or {Option} {Column}NAME, with one of {string.Join(", ", columns)}.");
    }

    private static SiteWish AskedSites(string path, IReadOnlyList<CsvRow> rows, string[] columns, string? patient, ISetupAnswers answers)
    {
        var named = columns.Except([ImageColumn, MaskColumn, Known(columns, PartColumn), patient]).OfType<string>()
            .Where(column => rows.DistinctBy(row => row.Fields[column]).Count() is > 1 and <= MostSites)
            .Select(column => new SetupChoice(Column + column, $"the column {column}, such as {rows[0].Fields[column]}"));
        var patients = rows.DistinctBy(row => row.Fields[patient ?? ImageColumn]).Count();
        return SiteWish.Parse(new SetupQuestion($"{path}: which column names the sites?", "--sites", [.. named, .. SiteWish.Cuts(patients)]).Ask(answers));
    }

    /// <summary>A column's name as the table has it; the case of names does not count.</summary>
    private static string? Known(string[] columns, string name) => Array.Find(columns, column => column.Equals(name, StringComparison.OrdinalIgnoreCase));

    private static string Named(string option, string column, string path, string[] columns) => Known(columns, column)
        ?? throw new UserException($"{option} {Column}{column}: {path} has no column '{column}'", $"Its columns are {string.Join(", ", columns)}.");
}
