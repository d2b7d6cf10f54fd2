using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Platform;

namespace AsynDGAN.Core.Data.Batches;

/// <summary>Draws the random changes of training pairs.</summary>
public sealed class Augmentation
{
    private const double LargestGamma = 0.3, LargestContrast = 0.2;

    private readonly AugmentOptions options;
    private readonly int imageSize;

    /// <exception cref="UserException">load_size is below image_size.</exception>
    public Augmentation(AugmentOptions options, int imageSize)
    {
        (this.options, this.imageSize, LoadSize) = (options, imageSize, options.LoadSize ?? imageSize);
        if (LoadSize < imageSize)
        {
            throw new UserException(
                $"data.augment.load_size is {LoadSize}, below data.image_size {imageSize}: there is nothing to crop",
                "Raise load_size above image_size, or leave it out.");
        }
    }

    /// <summary>The side to which pairs are resized before they are cropped.</summary>
    public int LoadSize { get; }

    /// <summary>The changes of so many pairs; equal random states give equal changes.</summary>
    public IReadOnlyList<PairTransform> Draw(SplitMix64 random, int count)
    {
        PairTransform[] drawn = [.. Enumerable.Range(0, count).Select(_ => Draw(random))];

        // After all others, so that these are the same without it.
        return options.Intensity == 0 ? drawn : [.. drawn.Select(change => change with { Gamma = Around(LargestGamma), Contrast = Around(LargestContrast) })];

        double Around(double largest) => 1 + options.Intensity * random.Between(-largest, largest);
    }

    private PairTransform Draw(SplitMix64 random)
    {
        // All are drawn, used or not, so that switching one on leaves the others as they were.
        var (horizontal, vertical) = (random.NextDouble() < 0.5, random.NextDouble() < 0.5);
        var (across, down) = options.Flip switch
        {
            Flip.None => (false, false),
            Flip.Horizontal => (true, false),
            Flip.Both => (true, true),
            _ => throw new ArgumentOutOfRangeException(nameof(random), options.Flip, "no such flip"),
        };
        return new PairTransform(
            horizontal && across,
            vertical && down,
            random.Between(-options.Shift, options.Shift),
            random.Between(-options.Shift, options.Shift),
            random.Between(-options.Rotate, options.Rotate),
            random.Between(1 - options.Scale, 1 + options.Scale),
            LoadSize,
            random.Below(LoadSize - imageSize + 1),
            random.Below(LoadSize - imageSize + 1));
    }
}
