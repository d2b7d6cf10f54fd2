using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Csv;
using AsynDGAN.Core.Imaging;

namespace AsynDGAN.Core.Data.Sources;

/// <summary>
/// The CSV of pictures or volumes of one's own: the columns site, patient, image, mask and optionally part (train, validation,
/// test), one picture or volume a row; paths are relative to the CSV. Several files of one image are joined by |, a channel each.
/// </summary>
internal sealed class ManifestTable
{
    private const string PartColumn = "part", DrawnColumn = "tumour_patient";

    // What a synthetic set's manifest says beside; not needed to read it.
    private static readonly string[] synthetic = ["item", "sample", "tumour_site", DrawnColumn, "tumour_sample", "mixed", "deformed", "moved_down", "moved_across"];

    private static readonly string[] columns = ["site", "patient", "image", "mask"];

    private ManifestTable(string path, IReadOnlyList<ManifestRow> rows, IReadOnlyList<ImageCase> patients, IReadOnlyList<string> notes) =>
        (Path, Rows, Patients, Notes, HoldsVolumes) = (path, rows, patients, notes, NiftiFile.IsNamed(rows[0].Images[0]));

    /// <summary>The CSV.</summary>
    public string Path { get; }

    /// <summary>In the order of the CSV.</summary>
    public IReadOnlyList<ManifestRow> Rows { get; }

    /// <summary>A case a patient, without slices, in name order.</summary>
    public IReadOnlyList<ImageCase> Patients { get; }

    /// <summary>What the user should know, a line each.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>Whether its images are NIfTI volumes, by their names, else pictures.</summary>
    public bool HoldsVolumes { get; }

    /// <summary>Whether it is of a set that was drawn.</summary>
    public bool IsDrawn { get; private init; }

    /// <summary>Reads the CSV, and opens none of its files.</summary>
    /// <exception cref="UserException">It is at fault: all of its faults.</exception>
    public static ManifestTable Read(DataOptions options)
    {
        var path = SourceRoot.Of(options, "the manifest, a CSV file with the columns site, patient, part, image, mask");
        var notes = new List<string>();
        var rows = CsvTable.Read(path, columns, [PartColumn, .. synthetic], options.Encoding, notes);
        if (rows.Count == 0)
        {
            throw new UserException($"{path} has no rows below its header");
        }

        var folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!;
        if (rows.All(row => row.Fields.GetValueOrDefault(PartColumn, "").Length == 0))
        {
            rows = [.. rows.Select(row => row with { Fields = row.Fields.Where(field => field.Key != PartColumn).ToDictionary() })];
        }

        Check(path, folder, rows);
        CheckChannels(path, rows, options);
        var read = rows.Select(row => new ManifestRow(
            row.Line, row.Fields["patient"], Files(row)[0], [.. Files(row).Select(file => System.IO.Path.Combine(folder, file))], System.IO.Path.Combine(folder, row.Fields["mask"]))).ToArray();
        var patients = rows.GroupBy(row => row.Fields["patient"]).OrderBy(patient => patient.Key, StringComparer.Ordinal).Select(patient => new ImageCase(
            patient.Key,
            patient.Key,
            new Dictionary<string, string> { [ImageCase.InstitutionAttribute] = patient.First().Fields["site"] },
            [],
            patient.First().Fields.TryGetValue(PartColumn, out var part) ? PartNames.Parse(part) : null));
        return new ManifestTable(path, read, [.. patients], [.. notes, .. SourceNotes.OfSharedMasks(read.Select(row => (row.Mask, row.Label)))]) { IsDrawn = rows[0].Fields.ContainsKey(DrawnColumn) };
    }

    /// <summary>A row's files of the channels that are wanted, in order; all, where none are named.</summary>
    public static IReadOnlyList<string> Wanted(ManifestRow row, DataOptions options) => options.ChannelNames.Count == 0 || options.Channels.Count == 0
        ? row.Images
        : [.. options.Channels.Select(channel => row.Images[options.ChannelNames.ToList().IndexOf(channel)])];

    private static string[] Files(CsvRow row) => ChannelFiles.Split(row.Fields["image"]);

    private static void Check(string manifest, string folder, IReadOnlyList<CsvRow> rows)
    {
        var faults = new FaultList();
        var images = new ImageLines(folder);
        var masks = new Dictionary<string, int>(FileNameCase.Comparer);
        var patients = new Dictionary<string, CsvRow>();
        var ofSeveralSites = false;
        foreach (var row in rows)
        {
            var (line, fields) = row;
            var empty = fields.Where(field => field.Value.Length == 0 && !synthetic.Contains(field.Key)).Select(field => field.Key).ToArray();
            if (empty.Length > 0)
            {
                faults.Add($"line {line}: {string.Join(", ", empty)} is empty");
                continue;
            }

            if (fields.TryGetValue(PartColumn, out var part) && PartNames.Parse(part) is null)
            {
                faults.Add($"line {line}: part is '{part}'; it is train, validation or test");
            }

            var mask = images.PlaceOf(fields["mask"]);
            masks.TryAdd(mask, line);
            foreach (var file in Files(row))
            {
                var path = images.PlaceOf(file);
                if (file.Length == 0)
                {
                    faults.Add($"line {line}: a name is missing beside a {ChannelFiles.Between} of {fields["image"]}");
                }
                else if (images.Add(line, file, path) is { } fault)
                {
                    faults.Add(fault);
                }

                if (file.Length > 0 && path.Equals(mask, FileNameCase.Comparison))
                {
                    faults.Add($"line {line}: {file} is image and mask");
                }
            }

            if (!patients.TryAdd(fields["patient"], row))
            {
                var first = patients[fields["patient"]];
                foreach (var column in new[] { "site", PartColumn }.Where(fields.ContainsKey))
                {
                    var (before, now) = (first.Fields[column], fields[column]);
                    if (column == PartColumn ? PartNames.Parse(before) != PartNames.Parse(now) : before != now)
                    {
                        ofSeveralSites |= column != PartColumn;
                        faults.Add($"line {line}: patient '{fields["patient"]}' has {column} '{now}', but '{before}' on line {first.Line}");
                    }
                }
            }
        }

        foreach (var (path, (line, name)) in images.All)
        {
            if (masks.TryGetValue(path, out var other) && other != line)
            {
                faults.Add($"line {line}: image {name} is a mask on line {other}");
            }
        }

        faults.ThrowIfAny(manifest, "Each row names site, patient, image and mask; a patient belongs to one site and one part."
            + (ofSeveralSites ? " Where sites number their patients each from 1, put the site before the number, as in north/1." : ""));
        images.RefuseNamesFromHere(manifest);
    }

    /// <summary>Refuses volumes beside pictures, channels without a name, and names without a channel.</summary>
    private static void CheckChannels(string manifest, IReadOnlyList<CsvRow> rows, DataOptions options)
    {
        var files = rows.SelectMany(row => Files(row).Append(row.Fields["mask"]).Select(file => (row.Line, Name: file))).ToLookup(file => NiftiFile.IsNamed(file.Name));
        if (files[true].Any() && files[false].Any())
        {
            var (volume, picture) = (files[true].First(), files[false].First());
            throw new UserException(
                $"{manifest} mixes volumes (line {volume.Line}: {volume.Name}) and pictures (line {picture.Line}: {picture.Name})",
                "Images and masks of a manifest are all NIfTI volumes (.nii or .nii.gz), or all pictures: make a manifest of each.");
        }

        var names = options.ChannelNames;
        var known = names.Count > 0 ? names : files[true].Any() ? ["gray"] : ["gray", "red", "green", "blue"];
        if (options.Channels.Except(known).FirstOrDefault() is { } unknown)
        {
            throw new UserException(
                $"data.channels: a manifest's {(names.Count > 0 ? $"images have the channels {string.Join(", ", names)} (data.channel_names), and none" : "images have no channel")} '{unknown}'",
                names.Count > 0 ? null : files[true].Any() ? "Name the channels of volumes by data.channel_names." : "Use gray, or some of red, green and blue; several files of one image are named by data.channel_names.");
        }

        if (names.Count == 0 && rows.FirstOrDefault(row => Files(row).Length > 1) is { } several)
        {
            throw new UserException(
                $"{manifest}, line {several.Line}: the image has {Files(several).Length} files, and data.channel_names is empty",
                "Name the channels in the order of the files, such as data.channel_names: [t1, t2].");
        }

        var faults = new FaultList();
        foreach (var row in rows.Where(row => names.Count > 0 && Files(row).Length != names.Count))
        {
            faults.Add($"line {row.Line}: the image has {Files(row).Length} {(Files(row).Length == 1 ? "file" : "files")}, data.channel_names has {names.Count} ({string.Join(", ", names)})");
        }

        foreach (var row in rows.Where(row => names.Count > 1 && Files(row).Length == names.Count))
        {
            if (ChannelSet.Misplaced(Files(row), names, names) is { } misplaced)
            {
                faults.Add($"line {row.Line}: {misplaced}");
            }
        }

        faults.ThrowIfAny(manifest, $"Every image has a file a channel, joined by {ChannelFiles.Between} in the order of data.channel_names.");
    }
}
