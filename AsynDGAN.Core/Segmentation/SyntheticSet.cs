using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Csv;
using AsynDGAN.Core.Imaging;
using AsynDGAN.Core.Reuse;
using AsynDGAN.Core.Runs;
using AsynDGAN.Core.Synthesis;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Segmentation;

/// <summary>A synthetic data set on disk, as synthesize wrote it.</summary>
internal sealed class SyntheticSet
{
    private readonly IReadOnlyList<(IReadOnlyList<string> Images, string Mask, string Site, string Patient, int Sample, bool Mixed, bool Deformed)> rows;
    private readonly GivenSet set;
    private readonly SetOrigin? origin;
    private readonly ISyntheticLayout layout;
    private readonly Lazy<string> digest;

    private SyntheticSet(GivenSet set, string manifest, IReadOnlyList<(IReadOnlyList<string> Images, string Mask, string Site, string Patient, int Sample, bool Mixed, bool Deformed)> rows, SetOrigin? origin)
    {
        (this.set, this.rows, this.origin, Sites) = (set, rows, origin, [.. rows.Select(row => row.Site)]);
        layout = origin?.Layout == NnUnetLayout.LayoutName ? new NnUnetLayout(new Dictionary<string, int>(), []) : new ManifestLayout([]);
        digest = new(() => SetOrigin.DigestOf(manifest, rows.SelectMany(row => row.Images.Append(row.Mask))));
    }

    /// <summary>SHA-256 over its manifest, images and masks.</summary>
    public string Sha256 => digest.Value;

    /// <summary>The site of each image's head, as the manifest has it.</summary>
    public IReadOnlyList<string> Sites { get; }

    /// <summary>The patient of each image's head, unique over sites, as the manifest has it.</summary>
    public IReadOnlyList<string> Patients => [.. rows.Select(row => row.Patient)];

    /// <summary>The number of the sample that each image's head came from, within its site.</summary>
    public IReadOnlyList<int> Samples => [.. rows.Select(row => row.Sample)];

    /// <summary>Whether each image's mask is a new one, no slice's own: mixed with another slice's object, with nuclei moved, or deformed.</summary>
    public IReadOnlyList<bool> Mixed => [.. rows.Select(row => row.Mixed || row.Deformed)];

    /// <summary>Whether each image's condition was deformed, its ground with the object.</summary>
    public IReadOnlyList<bool> Deformed => [.. rows.Select(row => row.Deformed)];

    /// <summary>Whether a mask is new by its deformation alone; earlier versions took it for a slice's own.</summary>
    public bool HasDeformed => rows.Any(row => row.Deformed && !row.Mixed);

    /// <summary>Positions of all images.</summary>
    public IReadOnlyList<int> All => [.. Enumerable.Range(0, rows.Count)];

    /// <summary>Reads a set's manifest.</summary>
    /// <exception cref="UserException">There is no set, it is unfinished, its manifest is damaged, or its run has been trained anew.</exception>
    public static SyntheticSet Of(GivenSet set)
    {
        var manifest = Path.Combine(set.Folder, "manifest.csv");
        if (!File.Exists(manifest))
        {
            GivenPath.RefuseHidden(manifest);
            throw new UserException($"The {set.InWords} has no {(set.IsByItsRun ? "synthetic set" : "images")} ({manifest}).", $"Make it by: {set.Drawing}");
        }

        var rows = CsvTable.Read(manifest, ["image", "mask", "site", "patient", "sample", "mixed"])
            .Select(row => ((IReadOnlyList<string>)[.. ChannelFiles.Split(row.Fields["image"]).Select(file => Path.Combine(set.Folder, file))], Path.Combine(set.Folder, row.Fields["mask"]), row.Fields["site"], row.Fields["patient"], row.Int("sample"), row.Bool("mixed"), IsDeformed(row)))
            .ToList();
        if (rows.SelectMany(row => row.Item1.Append(row.Item2)).FirstOrDefault(file => !File.Exists(file)) is { } missing)
        {
            throw new UserException($"{missing} of the {set.InWords} is not there any more.", $"Draw it again by: {set.Drawing} --resume");
        }

        return new SyntheticSet(set, manifest, rows, SetOrigin.OfWhole(set, rows.Count));
    }

    /// <summary>What is to be said of a set that does not tell what it was made from; else null.</summary>
    public string? Doubt => set.Doubt(origin);

    private string InWords => $"the synthetic set in '{set.Folder}'";

    /// <summary>Refuses a set that was drawn from other data than those that are compared on.</summary>
    /// <returns>What could not be compared, in one warning; else null.</returns>
    /// <exception cref="UserException">Something differs.</exception>
    public string? RefuseOther(Identity now)
    {
        if (Doubt is { } doubt)
        {
            return doubt;
        }

        var comparison = now.ComparedWith(origin!.IdentityBy(set.Configuration()));
        return comparison.Different.Count == 0
            ? comparison.Doubt(InWords)
            : throw new UserException($"The synthetic set in '{set.Folder}' was drawn from other data:{comparison.Lines()}", $"Draw it again: {set.Drawing} --overwrite");
    }

    /// <summary>Positions of the images whose conditions are a slice's own, neither mixed nor deformed.</summary>
    /// <exception cref="UserException">There are none.</exception>
    public IReadOnlyList<int> OwnMasks => Positions(isNew: false) is { Count: > 0 } own
        ? own
        : throw new UserException(
            $"The synthetic set in '{set.Folder}' has no images of a slice's own mask.",
            set.HasConfiguration && set.Configuration().Synthesis.Deform > 0 ? "Synthesize with synthesis.deform of 0, or leave the row out of --train-on." : "Leave the row out of --train-on.");

    /// <summary>Positions of the images whose conditions G has not seen.</summary>
    /// <exception cref="UserException">There are none.</exception>
    public IReadOnlyList<int> NewMasks => Positions(isNew: true) is { Count: > 0 } found
        ? found
        : throw new UserException(
            $"The synthetic set in '{set.Folder}' has no images with new masks.",
            $"Synthesize with {ConditionSource.WayToNewMasks(set.HasConfiguration ? set.Configuration().Synthesis : new SynthesisOptions { MixMasks = 0 })}, or leave the row out of --train-on.");

    /// <summary>Reads the images; those of 8 bits are kept in a byte a value.</summary>
    /// <param name="shape">[channels, height, width] that the images must have.</param>
    /// <param name="classes">What the masks become.</param>
    /// <param name="device">Where they go.</param>
    /// <param name="display">Shows how far it is.</param>
    /// <param name="stop">Asks to stop.</param>
    /// <exception cref="UserException">There are none, or one is damaged, of another shape or not the one that was drawn.</exception>
    public LabelledImages Read(IReadOnlyList<long> shape, SegmentationClasses classes, Device device, IRunDisplay display, CancellationToken stop)
    {
        var images = Decoded(shape, classes, device, display, stop);
        try
        {
            RefuseChanged();
            return images;
        }
        catch
        {
            images.Dispose();
            throw;
        }
    }

    /// <summary>Refuses a set whose pictures are not those that were drawn, where it says which were.</summary>
    /// <exception cref="UserException">They were changed since.</exception>
    public void RefuseChanged()
    {
        if (origin?.Pictures is { } drawn && drawn != Sha256)
        {
            throw new UserException(
                $"Images or masks of the synthetic set in '{set.Folder}' are not those that were drawn: they have been changed since.", $"Put them back, or draw the set again by: {set.Drawing} --overwrite");
        }
    }

    private LabelledImages Decoded(IReadOnlyList<long> shape, SegmentationClasses classes, Device device, IRunDisplay display, CancellationToken stop) =>
        LabelledImages.Filled(rows.Count, rows.Select((row, i) => (Func<(Tensor, Tensor)>)(() =>
        {
            stop.ThrowIfCancellationRequested();
            display.Advance($"reading {Path.GetFileName(set.Folder)}", i + 1, rows.Count);
            return (
                Image(row.Images, shape),
                classes == SegmentationClasses.Ternary ? TernaryLabels.Of(Numbers(row.Mask, shape)) : Values(Pixels([row.Mask], [1, .. shape.Skip(1)])) > 0);
        })), device);

    private IReadOnlyList<int> Positions(bool isNew) => [.. Mixed.Index().Where(row => row.Item == isNew).Select(row => row.Index)];

    // A manifest that does not say so deforms nothing.
    private static bool IsDeformed(CsvRow row) => row.Fields.GetValueOrDefault("deformed", "").Length > 0 && row.Bool("deformed");

    /// <summary>Single nuclei, come apart along the boundary between those that touch.</summary>
    /// <returns>[1, 1, height, width], float32.</returns>
    private Tensor Numbers(string path, IReadOnlyList<long> shape)
    {
        var values = Pixels([path], [1, .. shape.Skip(1)]).Values;
        var (height, width) = ((int)shape[1], (int)shape[2]);
        var nuclei = new Mask(height, width, Array.ConvertAll(values, value => value > 0));
        var boundary = new Mask(height, width, Array.ConvertAll(values, value => value == layout.Boundary));
        return tensor(Array.ConvertAll(TouchingNuclei.Apart(nuclei, boundary).Labels, label => (float)label), [1, 1, height, width]);
    }

    private Tensor Image(IReadOnlyList<string> paths, IReadOnlyList<long> shape)
    {
        var pixels = Pixels(paths, shape);
        return pixels.Bits == 8 ? Values(pixels).to(uint8) : Values(pixels) / ushort.MaxValue * 2 - 1;
    }

    /// <returns>[1, channels, height, width], float32, as they are stored.</returns>
    private static Tensor Values(PixelArray pixels) =>
        tensor(Array.ConvertAll(pixels.Values, value => (float)value), [1, pixels.Height, pixels.Width, pixels.Channels]).permute(0, 3, 1, 2);

    private PixelArray Pixels(IReadOnlyList<string> paths, IReadOnlyList<long> shape)
    {
        var pixels = Drawn(paths);
        long[] found = [pixels.Channels, pixels.Height, pixels.Width];
        return found.SequenceEqual(shape)
            ? pixels
            : throw new UserException(
                $"{paths[0]} is of {string.Join("x", found)}; the configuration wants {string.Join("x", shape)}.", "Synthesize again with this configuration.");
    }

    private PixelArray Drawn(IReadOnlyList<string> paths)
    {
        try
        {
            return ChannelFiles.Read(paths);
        }
        catch (UserException fault)
        {
            throw new UserException(fault.Message, $"Draw it again: remove {string.Join(" and ", paths)}, then {set.Drawing} --resume");
        }
    }
}
