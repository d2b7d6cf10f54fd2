using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data.Batches;
using AsynDGAN.Core.Data.Preparation;
using AsynDGAN.Core.Data.Sites;
using AsynDGAN.Core.Imaging;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Data;

/// <summary>
/// Objects that the networks' grid is too coarse for: what is thinner than its pixels is not in the conditions, so that no generator
/// draws it and no segmentation network finds it.
/// </summary>
internal static class VanishingObjects
{
    /// <summary>
    /// The least share of a site's mask area that should survive. It is what a line keeps that is as wide as a pixel of the networks'
    /// grid: it covers shares a and 1 - a of two pixels, and the larger of them stays, which is 3/4 on average over a.
    /// </summary>
    public const double Least = 0.75;

    private const int SlicesASite = 50;

    /// <summary>A warning a site of which less survives.</summary>
    public static IEnumerable<string> Notes(IReadOnlyList<SiteData<SampleSet>> sites, DataOptions options)
    {
        // Patches are cut at their own resolution.
        if (options.Patch.Size is not null)
        {
            yield break;
        }

        foreach (var site in sites)
        {
            if (Surviving(site.Training) is { } share && share < Least)
            {
                yield return FormattableString.Invariant($"warning: at {options.ImageSize}x{options.ImageSize} pixels {100 * share:0}% of the mask area of site {site.Name} survives: ")
                    + $"the thin ones of its {options.Words().Objects} are thinner than such a pixel, and will be missing in drawings and predictions; raise data.image_size{(options.Crop == CropMethod.None ? ", or cut the background off by data.crop: head" : "")}{(options.HasPatches() && site.Training.Infos.All(info => info.Spacing is null) ? $", or cut patches of the pictures' own resolution by data.patch.size: {options.ImageSize}" : "")}";
            }
        }
    }

    /// <summary>
    /// The share of a set's stored mask pixels that are still mask when it was brought to the networks' grid, as conditions are, and
    /// back, as predictions are.
    /// </summary>
    /// <param name="samples">Up to fifty of them are looked at, evenly spaced.</param>
    /// <returns>Null where there is no mask pixel.</returns>
    public static double? Surviving(SampleSet samples)
    {
        var looked = Math.Min(SlicesASite, samples.Count);
        var (stored, left) = (0L, 0L);
        foreach (var position in Enumerable.Range(0, looked).Select(i => (int)((long)i * samples.Count / looked)))
        {
            using var scope = NewDisposeScope();
            var (whole, geometry) = (samples.TumourOnOwnGrid(position), samples.Infos[position].Geometry);
            var there = Back(samples.TumourMasks([position]).cpu(), geometry);
            stored += whole.Count;
            left += whole.Values.Zip(there, (inside, still) => inside && still > 0).Count(both => both);
        }

        return stored == 0 ? null : (double)left / stored;
    }

    /// <summary>A mask of the networks' grid on its slice's own, as a prediction is brought back.</summary>
    /// <param name="mask">[1, 1, size, size] of 0 and 1, on the CPU.</param>
    /// <returns>Row by row, above 0 inside.</returns>
    public static byte[] Back(Tensor mask, SliceGeometry geometry)
    {
        using var scope = NewDisposeScope();
        var back = Resize.Bilinear(mask.to(float32), geometry.Square.Side, geometry.Square.Side) > 0.5;
        return geometry.Place(back.to(uint8)).flatten().data<byte>().ToArray();
    }
}
