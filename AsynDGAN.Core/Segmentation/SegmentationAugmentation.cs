using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Imaging;
using AsynDGAN.Core.Platform;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Segmentation;

/// <summary>Random changes of a training batch, drawn for each image.</summary>
internal static class SegmentationAugmentation
{
    private const double LargestRotation = 10, LargestGamma = 0.3, LargestContrast = 0.2, LargestNoise = 0.05;

    /// <summary>
    /// Flip: left and right with probability one half. Full: that, rotation within 10 degrees, and of the image alone gamma
    /// from 0.7 to 1.3, contrast from 0.8 to 1.2 about its mean, and normal noise of a deviation up to 0.05.
    /// </summary>
    /// <param name="augment">Which.</param>
    /// <param name="images">[n, channels, height, width] in [-1, 1].</param>
    /// <param name="masks">[n, 1, height, width].</param>
    /// <param name="random">Where the draws come from.</param>
    public static (Tensor Images, Tensor Masks) Apply(SegmentationAugment augment, Tensor images, Tensor masks, SplitMix64 random)
    {
        if (augment == SegmentationAugment.None)
        {
            return (images, masks);
        }

        using var scope = NewDisposeScope();
        var changed = Enumerable.Range(0, (int)images.shape[0])
            .Select(i => Change(augment, images.narrow(0, i, 1), masks.narrow(0, i, 1), random))
            .ToArray();
        return (cat([.. changed.Select(c => c.Image)]).MoveToOuterDisposeScope(), cat([.. changed.Select(c => c.Mask)]).MoveToOuterDisposeScope());
    }

    private static (Tensor Image, Tensor Mask) Change(SegmentationAugment augment, Tensor image, Tensor mask, SplitMix64 random)
    {
        if (random.NextDouble() < 0.5)
        {
            (image, mask) = (image.flip(3), mask.flip(3));
        }

        if (augment == SegmentationAugment.Flip)
        {
            return (image, mask);
        }

        (image, mask) = Rotate(image, mask, random.Between(-LargestRotation, LargestRotation));
        var unit = ((image + 1) / 2).clamp(0, 1).pow(random.Between(1 - LargestGamma, 1 + LargestGamma));
        var mean = unit.mean();
        unit = (unit - mean) * random.Between(1 - LargestContrast, 1 + LargestContrast) + mean;
        using var noise = new Generator(random.Next());
        unit += randn(image.shape, generator: noise).to(image.device) * random.Between(0, LargestNoise);
        return (unit.clamp(0, 1) * 2 - 1, mask);
    }

    private static (Tensor Image, Tensor Mask) Rotate(Tensor image, Tensor mask, double degrees)
    {
        var grid = new AffineChange(-degrees).Grid(image.shape[2], image.shape[3], image.device);
        return (GridSampling.Bilinear(image, grid), GridSampling.Nearest(mask, grid));
    }
}
