using System.Globalization;
using AsynDGAN.Core.Configuration;

namespace AsynDGAN.Core.Data.Sources;

/// <summary>
/// The brain MRI segmentation set (lower-grade glioma, Buda et al. 2019) in the layout in which it is downloaded: folders
/// <c>TCGA_CS_4941_19960909</c> (the second token is the institution) with <c>TCGA_CS_4941_19960909_15.tif</c> and
/// <c>TCGA_CS_4941_19960909_15_mask.tif</c>. A folder is a patient, and so are
/// several that differ in the last token alone, the date; files beside the folders are not looked at, other files in them and other folders are noted.
/// </summary>
internal sealed class LggMriSource(DataOptions options) : ICaseSource
{
    private const string Prefix = "TCGA";
    private const string Extension = ".tif";
    private const string MaskEnd = "_mask";
    /// <summary>What is used where the configuration names no channel.</summary>
    public const string Usual = "flair";

    private static readonly string[] channels = ["pre", Usual, "post"];

    /// <summary>The channels of a picture.</summary>
    public static IReadOnlyList<string> Channels => channels;

    public CaseListing List()
    {
        var root = SourceRoot.Of(options, "the folder with the patients' folders");
        foreach (var name in options.Channels.Except(channels))
        {
            throw new UserException($"data.channels: lgg-mri has no channel '{name}'", $"Its channels are {string.Join(", ", channels)}.");
        }

        var folders = Folders(root);
        if (folders.Length == 0)
        {
            throw NoCases(root);
        }

        var nameless = folders.Where(folder => string.IsNullOrWhiteSpace(Institution(folder))).ToArray();
        folders = [.. folders.Except(nameless)];
        var (faults, others) = (nameless.Select(folder => new LeftOut(Path.GetFileName(folder), "the name has no institution")).ToList(), new List<string>());
        faults.AddRange(SourceFolder.Lost(root).Where(lost => IsPatient(lost.Name)));
        var names = folders.Select(folder => Path.GetFileName(folder)).ToArray();
        var persons = CaseTimes.Patients(names, name => name.LastIndexOf('_') is var end && name.Count(letter => letter == '_') >= 3 ? name[..end] : null);
        var cases = names.Select(name => new ImageCase(
            name, persons.Of[name], new Dictionary<string, string> { [ImageCase.InstitutionAttribute] = Institution(name) }, [])).ToArray();
        others.AddRange(SourceFolder.Folders(root).Except(folders).Except(nameless).Concat(folders.SelectMany(SourceFolder.Folders)).Select(folder => Path.GetRelativePath(root, folder) + Path.DirectorySeparatorChar));
        var files = folders.SelectMany((folder, i) => Slices(folder, i, faults, others)).ToArray();
        var reader = new SliceReader(
            image => image.Channels == channels.Length
                ? channels
                : throw new UserException($"the image has {image.Channels} channels; {string.Join(", ", channels)} are wanted"),
            options.Channels.Count > 0 ? options.Channels : [Usual],
            options);
        return reader.List(cases, files, root) with { Faults = faults, Notes = [.. SourceNotes.OfOthers(others), .. persons.Notes] };
    }

    private static string Institution(string folder) => Path.GetFileName(folder).Split('_')[1];

    private static string[] Folders(string root) =>
        Directory.Exists(root)
            ? SourceFolder.Folders(root).Where(IsPatient).ToArray()
            : [];

    private static bool IsPatient(string folder) => Path.GetFileName(folder).Split('_') is [Prefix, _, _, ..];

    private static UserException NoCases(string root)
    {
        const string Layout = "TCGA_<institution>_<number>_<date>/TCGA_<institution>_<number>_<date>_<n>.tif and ..._<n>_mask.tif";
        if (!Directory.Exists(root))
        {
            return new UserException($"no cases found: data.root {root} is not a folder{GivenPath.Resolved(root)}", $"It should hold {Layout}.");
        }

        var inner = SourceFolder.Folders(root).FirstOrDefault(folder => Folders(folder).Length > 0);
        return new UserException(
            $"no cases found: {root} has no folders in the layout {Layout}",
            inner is null
                ? "Set data.root to the folder that holds the patients' folders."
                : $"There are some in {inner}: set data.root to it.");
    }

    /// <summary>The slices of a patient in numeric order; files without a counterpart are faults, files of other kinds are noted.</summary>
    private static IEnumerable<SliceFile> Slices(string folder, int number, List<LeftOut> faults, List<string> others)
    {
        var patient = Path.GetFileName(folder);
        var files = SourceFolder.Files(folder).ToLookup(IsPicture);
        others.AddRange(files[false].Select(path => $"{patient}/{Path.GetFileName(path)}"));
        var paths = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var path in files[true].Where(path => !paths.TryAdd(Path.GetFileNameWithoutExtension(path), path)))
        {
            faults.Add(new LeftOut($"{patient}/{Path.GetFileName(path)}", $"{Path.GetFileName(paths[Path.GetFileNameWithoutExtension(path)])} is there too"));
        }

        var found = new List<(int Place, SliceFile File)>();
        foreach (var (name, path) in paths)
        {
            var image = name.EndsWith(MaskEnd, StringComparison.OrdinalIgnoreCase) ? name[..^MaskEnd.Length] : name;
            var label = $"{patient}/{Path.GetFileName(path)}";
            var other = paths.Keys.FirstOrDefault(key => key.Equals(name == image ? image + MaskEnd : image, StringComparison.OrdinalIgnoreCase));
            if (!image.StartsWith($"{patient}_", StringComparison.Ordinal)
                || !int.TryParse(image.AsSpan(patient.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var place))
            {
                faults.Add(new LeftOut(label, $"the name is not {patient}_<n>{Extension} or {patient}_<n>{MaskEnd}{Extension}"));
            }
            else if (other is null)
            {
                faults.Add(new LeftOut(label, name == image ? "the image has no mask" : "the mask has no image"));
            }
            else if (name == image && found.Find(slice => slice.Place == place).File is { } twin)
            {
                faults.Add(new LeftOut(label, $"{Path.GetFileName(twin.Images[0])} has the same number"));
            }
            else if (name == image)
            {
                found.Add((place, new SliceFile(number, place.ToString(), label, [path], paths[other])));
            }
        }

        if (paths.Count == 0)
        {
            faults.Add(new LeftOut(patient, $"the folder has no {Extension} files"));
        }

        return found.OrderBy(slice => slice.Place).Select(slice => slice.File);
    }

    private static bool IsPicture(string path) =>
        Path.GetExtension(path).Equals(Extension, StringComparison.OrdinalIgnoreCase) && !SourceFolder.IsHidden(path);
}
