using System.Security.Cryptography;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data;
using AsynDGAN.Core.Imaging;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Segmentation;

/// <summary>A synthetic data set on disk, as synthesize wrote it.</summary>
internal sealed class SyntheticSet
{
    private readonly IReadOnlyList<(string Image, string Mask, bool Mixed)> rows;

    private SyntheticSet(IReadOnlyList<(string Image, string Mask, bool Mixed)> rows, string fingerprint) =>
        (this.rows, Fingerprint) = (rows, fingerprint);

    /// <summary>SHA-256 of its manifest.</summary>
    public string Fingerprint { get; }

    /// <summary>Reads the manifest of a run's set.</summary>
    /// <param name="run">The run's folder.</param>
    /// <exception cref="UserException">There is no set, or its manifest is damaged.</exception>
    public static SyntheticSet Of(string run)
    {
        var folder = Path.Combine(run, "synthetic");
        var manifest = Path.Combine(folder, "manifest.csv");
        if (!File.Exists(manifest))
        {
            throw new UserException(
                $"The run '{run}' has no synthetic set ({manifest}).", $"Make it by: asyndgan synthesize --config {Path.Combine(run, "config.yaml")} --run {run}");
        }

        var rows = CsvTable.Read(manifest, ["image", "mask", "mixed"])
            .Select(row => (Path.Combine(folder, row.Fields["image"]), Path.Combine(folder, row.Fields["mask"]), row.Bool("mixed")))
            .ToList();
        return new SyntheticSet(rows, Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(manifest))));
    }

    /// <summary>Reads the images.</summary>
    /// <param name="newMasksOnly">Only those whose conditions G has not seen.</param>
    /// <param name="shape">[channels, height, width] that the images must have.</param>
    /// <param name="classes">What the masks become.</param>
    /// <param name="device">Where they go.</param>
    /// <exception cref="UserException">There are none, or one is damaged or of another shape.</exception>
    public LabelledImages Read(bool newMasksOnly, IReadOnlyList<long> shape, SegmentationClasses classes, Device device)
    {
        var chosen = rows.Where(row => row.Mixed || !newMasksOnly).ToList();
        if (chosen.Count == 0)
        {
            throw new UserException(
                "The synthetic set has no images with new masks.", "Synthesize with synthesis.mix_masks of 1 or more, or leave the row out of --train-on.");
        }

        return LabelledImages.Filled(chosen.Count, chosen.Select(row => (Func<(Tensor, Tensor)>)(() => (
            Load(row.Image, shape) * 2 - 1,
            classes == SegmentationClasses.Ternary
                ? TernaryLabels.Of(Numbers(row.Mask, shape))
                : Load(row.Mask, [1, .. shape.Skip(1)]) > 0))), device);
    }

    /// <summary>Single nuclei, come apart along the boundary between those that touch.</summary>
    /// <returns>[1, 1, height, width], float32.</returns>
    private static Tensor Numbers(string path, IReadOnlyList<long> shape)
    {
        var values = Load(path, [1, .. shape.Skip(1)]).data<float>().ToArray();
        var (height, width) = ((int)shape[1], (int)shape[2]);
        var nuclei = new Mask(height, width, Array.ConvertAll(values, value => value > 0));
        var boundary = new Mask(height, width, Array.ConvertAll(values, value => value is > 0 and < 1));
        return tensor(Array.ConvertAll(TouchingNuclei.Apart(nuclei, boundary).Labels, label => (float)label), [1, 1, height, width]);
    }

    /// <returns>[1, channels, height, width], float32 in [0, 1].</returns>
    private static Tensor Load(string path, IReadOnlyList<long> shape)
    {
        var pixels = ImageFile.Read(path);
        long[] found = [pixels.Channels, pixels.Height, pixels.Width];
        if (!found.SequenceEqual(shape))
        {
            throw new UserException(
                $"{path} is of {string.Join("x", found)}; the configuration wants {string.Join("x", shape)}.",
                "Synthesize again with this configuration.");
        }

        return tensor(Array.ConvertAll(pixels.Values, value => (float)value), [1, found[1], found[2], found[0]]).permute(0, 3, 1, 2) / ((1 << pixels.Bits) - 1);
    }
}
