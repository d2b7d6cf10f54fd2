using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Csv;

namespace AsynDGAN.Core.Data.Sources;

/// <summary>
/// Pictures of one's own, listed in a CSV with the columns site, patient, image, mask and optionally part (train,
/// validation, test), one sample a row; paths are relative to the CSV. A patient's rows form a case and the site is its
/// institution. Grey images have the channel <c>gray</c>, colour images <c>red</c>, <c>green</c> and <c>blue</c>.
/// </summary>
internal sealed class ManifestSource(DataOptions options) : ICaseSource
{
    private const string PartColumn = "part";

    // What a synthetic set's manifest says beside; not needed to read it.
    private static readonly string[] synthetic = ["item", "sample", "tumour_site", "tumour_patient", "tumour_sample", "mixed", "deformed", "moved_down", "moved_across"];

    private static readonly string[] columns = ["site", "patient", "image", "mask"];
    private static readonly string[] gray = ["gray"];
    private static readonly string[] colour = ["red", "green", "blue"];

    public CaseListing List()
    {
        var manifest = SourceRoot.Of(options, "the manifest, a CSV file with the columns site, patient, part, image, mask");
        foreach (var name in options.Channels.Except(gray).Except(colour))
        {
            throw new UserException(
                $"data.channels: a manifest's images have no channel '{name}'", "Use gray, or some of red, green and blue.");
        }

        var notes = new List<string>();
        var rows = CsvTable.Read(manifest, columns, [PartColumn, .. synthetic], options.Encoding, notes);
        if (rows.Count == 0)
        {
            throw new UserException($"{manifest} has no rows below its header");
        }

        var folder = Path.GetDirectoryName(Path.GetFullPath(manifest))!;
        if (rows.All(row => row.Fields.GetValueOrDefault(PartColumn, "").Length == 0))
        {
            rows = [.. rows.Select(row => row with { Fields = row.Fields.Where(field => field.Key != PartColumn).ToDictionary() })];
        }

        Check(manifest, folder, rows);
        var patients = rows.GroupBy(row => row.Fields["patient"]).OrderBy(patient => patient.Key, StringComparer.Ordinal).ToArray();
        var cases = patients.Select(patient => new ImageCase(
            patient.Key,
            patient.Key,
            new Dictionary<string, string> { [ImageCase.InstitutionAttribute] = patient.First().Fields["site"] },
            [],
            patient.First().Fields.TryGetValue(PartColumn, out var part) ? PartNames.Parse(part) : null)).ToArray();
        var files = patients.SelectMany((patient, i) => patient.Select(row => new SliceFile(
            i,
            row.Fields["image"],
            $"line {row.Line}, {row.Fields["image"]}",
            Path.Combine(folder, row.Fields["image"]),
            Path.Combine(folder, row.Fields["mask"])))).ToArray();
        var reader = new SliceReader(image => image.Channels == 1 ? gray : colour, options.Channels, options);
        var listing = reader.List(cases, files, manifest);
        return listing with { Notes = [.. notes, .. SourceNotes.OfSharedMasks(files)], Cases = [.. listing.Cases.Select(listed => listed with { IsColour = true })] };
    }

    private static void Check(string manifest, string folder, IReadOnlyList<CsvRow> rows)
    {
        var faults = new FaultList();
        var images = new Dictionary<string, (int Line, string Name)>(FileNameCase.Comparer);
        var patients = new Dictionary<string, CsvRow>();
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

            // One file may be spelled in several ways, and links lead to it.
            var path = RealPath.Of(Path.GetFullPath(fields["image"], folder));
            if (!images.TryAdd(path, (line, fields["image"])))
            {
                var (first, name) = images[path];
                faults.Add($"line {line}: image {fields["image"]} is on line {first} already{(name == fields["image"] ? "" : $", as {name}")}");
            }

            if (path.Equals(RealPath.Of(Path.GetFullPath(fields["mask"], folder)), FileNameCase.Comparison))
            {
                faults.Add($"line {line}: {fields["image"]} is image and mask");
            }

            if (!patients.TryAdd(fields["patient"], row))
            {
                var first = patients[fields["patient"]];
                foreach (var column in new[] { "site", PartColumn }.Where(fields.ContainsKey))
                {
                    var (before, now) = (first.Fields[column], fields[column]);
                    if (column == PartColumn ? PartNames.Parse(before) != PartNames.Parse(now) : before != now)
                    {
                        faults.Add($"line {line}: patient '{fields["patient"]}' has {column} '{now}', but '{before}' on line {first.Line}");
                    }
                }
            }
        }

        faults.ThrowIfAny(manifest, "Each row names site, patient, image and mask; a patient belongs to one site and one part.");
    }
}
