using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data.Batches;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Segmentation;

/// <summary>
/// What a segmentation network is trained on: images and their masks on the networks' grid, on one device. Sets are joined and
/// images of one are picked without a copy.
/// </summary>
public sealed class LabelledImages : IDisposable
{
    private const int AtOnce = 64;

    private readonly Tensor? images, masks;
    private readonly Place[] places;

    /// <param name="images">[n, channels, height, width]: float32 in [-1, 1], or uint8 from black to white.</param>
    /// <param name="masks">[n, 1, height, width], uint8: 0 or 1; or the classes of <see cref="TernaryLabels"/>. Both become its own.</param>
    public LabelledImages(Tensor images, Tensor masks)
        : this([.. Enumerable.Range(0, (int)images.shape[0]).Select(position => new Place(images, masks, position))]) =>
        (this.images, this.masks) = (images, masks);

    private LabelledImages(Place[] places) => this.places = places;

    /// <summary>How many.</summary>
    public int Count => places.Length;

    /// <summary>Of the images.</summary>
    public long Channels => places[0].Images.shape[1];

    /// <summary>Where they are.</summary>
    public Device Device => places[0].Images.device;

    /// <summary>A site's real samples of one part.</summary>
    public static LabelledImages Of(SampleSet samples, SegmentationClasses classes, Device device) => Filled(
        samples.Count,
        Enumerable.Range(0, samples.Count).Chunk(AtOnce).Select(positions => (Func<(Tensor, Tensor)>)(() => (
            samples.Take(positions, random: null).Image,
            classes == SegmentationClasses.Ternary ? TernaryLabels.Of(samples.Instances(positions)) : samples.TumourMasks(positions)))),
        device);

    /// <summary>Several sets as one, which shares their memory.</summary>
    /// <param name="sets">At least one; they outlive it.</param>
    public static LabelledImages Join(params IEnumerable<LabelledImages> sets) => new([.. sets.SelectMany(set => set.places)]);

    /// <summary>Some of the images, in the memory of this set, which outlives them.</summary>
    public LabelledImages Only(IEnumerable<int> positions) => new([.. positions.Select(position => places[position])]);

    /// <summary>Copies parts one after the other, so that no more than one of them is there beside the whole.</summary>
    /// <param name="count">Images of all parts, at least 1.</param>
    /// <param name="parts">Each gives images and masks when it is asked.</param>
    /// <param name="device">Where the whole goes.</param>
    internal static LabelledImages Filled(int count, IEnumerable<Func<(Tensor Images, Tensor Masks)>> parts, Device device)
    {
        (Tensor Images, Tensor Masks)? whole = null;
        var done = 0L;
        try
        {
            foreach (var part in parts)
            {
                using var scope = NewDisposeScope();
                var (images, masks) = part();
                whole ??= (
                    empty([count, .. images.shape[1..]], images.dtype, device).DetachFromDisposeScope(),
                    empty([count, .. masks.shape[1..]], uint8, device).DetachFromDisposeScope());
                var n = images.shape[0];
                whole.Value.Images.narrow(0, done, n).copy_(images);
                whole.Value.Masks.narrow(0, done, n).copy_(masks);
                done += n;
            }
        }
        catch
        {
            whole?.Images.Dispose();
            whole?.Masks.Dispose();
            throw;
        }

        return new LabelledImages(whole!.Value.Images, whole.Value.Masks);
    }

    /// <summary>A batch, in the present dispose scope.</summary>
    /// <param name="positions">Each in 0 .. Count - 1, at least one.</param>
    /// <returns>Images, float32 in [-1, 1], and masks, float32, as they are described above.</returns>
    public (Tensor Images, Tensor Masks) Take(IEnumerable<int> positions)
    {
        using var scope = NewDisposeScope();
        var chosen = positions.Select(position => places[position]).ToArray();
        return (
            cat([.. chosen.Select(place => InNetworkRange(place.Images.narrow(0, place.Position, 1)))]).MoveToOuterDisposeScope(),
            cat([.. chosen.Select(place => place.Masks.narrow(0, place.Position, 1))]).to(float32).MoveToOuterDisposeScope());
    }

    /// <summary>Frees images and masks; of a set that shares those of others, nothing.</summary>
    public void Dispose()
    {
        images?.Dispose();
        masks?.Dispose();
    }

    private static Tensor InNetworkRange(Tensor image) => image.dtype == uint8 ? image.to(float32) / byte.MaxValue * 2 - 1 : image;

    private readonly record struct Place(Tensor Images, Tensor Masks, int Position);
}
