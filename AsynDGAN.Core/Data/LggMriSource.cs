using System.Globalization;
using AsynDGAN.Core.Configuration;

namespace AsynDGAN.Core.Data;

/// <summary>
/// The brain MRI segmentation set (lower-grade glioma, Buda et al. 2019) in the layout in which it is downloaded: folders
/// <c>TCGA_CS_4941_19960909</c> (the second token is the institution) with <c>TCGA_CS_4941_19960909_15.tif</c> and
/// <c>TCGA_CS_4941_19960909_15_mask.tif</c>. A folder is a patient; files beside the folders are not looked at.
/// </summary>
public sealed class LggMriSource(DataOptions options) : ICaseSource
{
    private const string Prefix = "TCGA";
    private const string Extension = ".tif";
    private const string MaskEnd = "_mask";
    private const string Usual = "flair";

    private static readonly string[] channels = ["pre", Usual, "post"];

    public CaseSet Read(int threads, IProgress<(int Done, int Total)>? progress = null)
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

        var faults = new List<LeftOut>();
        var cases = folders.Select(Path.GetFileName).Select(name => new Case(
            name!, name!, new Dictionary<string, string> { [Case.InstitutionAttribute] = name!.Split('_')[1] }, [])).ToArray();
        var files = folders.SelectMany((folder, i) => Slices(folder, i, faults)).ToArray();
        var reader = new SliceReader(
            image => image.Channels == channels.Length
                ? channels
                : throw new UserException($"the image has {image.Channels} channels; {string.Join(", ", channels)} are wanted"),
            options.Channels.Count > 0 ? options.Channels : [Usual],
            options);
        return reader.Read(cases, files, faults, root, [], threads, progress);
    }

    private static string[] Folders(string root) =>
        Directory.Exists(root)
            ? Directory.GetDirectories(root)
                .Where(folder => Path.GetFileName(folder).Split('_') is [Prefix, _, _, ..])
                .Order(StringComparer.Ordinal)
                .ToArray()
            : [];

    private static UserException NoCases(string root)
    {
        const string Layout = "TCGA_<institution>_<number>_<date>/TCGA_<institution>_<number>_<date>_<n>.tif and ..._<n>_mask.tif";
        if (!Directory.Exists(root))
        {
            return new UserException($"no cases found: data.root {root} is not a folder", $"It should hold {Layout}.");
        }

        var inner = Directory.GetDirectories(root).Order(StringComparer.Ordinal).FirstOrDefault(folder => Folders(folder).Length > 0);
        return new UserException(
            $"no cases found: {root} has no folders in the layout {Layout}",
            inner is null
                ? "Set data.root to the folder that holds the patients' folders."
                : $"There are some in {inner}: set data.root to it.");
    }

    /// <summary>The slices of a patient in numeric order; files without a counterpart are faults.</summary>
    private static IEnumerable<SliceFile> Slices(string folder, int number, List<LeftOut> faults)
    {
        var patient = Path.GetFileName(folder);
        var names = Directory.GetFiles(folder, $"*{Extension}")
            .Select(path => Path.GetFileNameWithoutExtension(path))
            .Order(StringComparer.Ordinal)
            .ToHashSet();
        var found = new List<(int Place, SliceFile File)>();
        foreach (var name in names)
        {
            var image = name.EndsWith(MaskEnd, StringComparison.Ordinal) ? name[..^MaskEnd.Length] : name;
            var label = $"{patient}/{name}{Extension}";
            if (!image.StartsWith($"{patient}_", StringComparison.Ordinal)
                || !int.TryParse(image.AsSpan(patient.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var place))
            {
                faults.Add(new LeftOut(label, $"the name is not {patient}_<n>{Extension} or {patient}_<n>{MaskEnd}{Extension}"));
            }
            else if (!names.Contains(name == image ? image + MaskEnd : image))
            {
                faults.Add(new LeftOut(label, name == image ? "the image has no mask" : "the mask has no image"));
            }
            else if (name == image)
            {
                var path = Path.Combine(folder, image);
                found.Add((place, new SliceFile(number, place.ToString(), label, path + Extension, path + MaskEnd + Extension)));
            }
        }

        if (names.Count == 0)
        {
            faults.Add(new LeftOut(patient, $"the folder has no {Extension} files"));
        }

        return found.OrderBy(slice => slice.Place).Select(slice => slice.File);
    }
}
