using static TorchSharp.torch;

namespace AsynDGAN.Core.Networks;

/// <summary>
/// Differentiable augmentation of what a discriminator sees (Zhao et al. 2020, arXiv 2006.10738), so that it cannot learn
/// a few images by heart: brightness, contrast, translation and cutout, a draw of its own for each sample. Gradients reach
/// the image. One object is one draw: real and fake of a sample are given to the same one.
/// </summary>
/// <remarks>
/// Translation (up to 1/8 of each side, filled with 0) and cutout (a square of half of each side set to 0) move condition
/// and image alike, since the discriminator judges whether they belong together. Brightness (a shift within 0.5) and
/// contrast (a factor from 0.5 to 1.5 around the sample's mean) are the image's alone: a condition has no grey values.
/// </remarks>
public sealed class DifferentiableAugmentation
{
    private const double LargestShift = 0.125, CutShare = 0.5;

    private readonly long count, height, width;
    private readonly float[] brightness, contrast;
    private readonly long[] down, right, cutRow, cutColumn;

    /// <summary>Draws.</summary>
    /// <param name="count">Samples N.</param>
    /// <param name="height">Rows H.</param>
    /// <param name="width">Columns W.</param>
    /// <param name="random">A CPU generator.</param>
    public DifferentiableAugmentation(long count, long height, long width, Generator random)
    {
        (this.count, this.height, this.width) = (count, height, width);
        brightness = Uniform(-0.5f, 0.5f);
        contrast = Uniform(0.5f, 1.5f);
        down = Whole(-Shift(height), Shift(height));
        right = Whole(-Shift(width), Shift(width));
        cutRow = Whole(0, height - Cut(height) % 2);
        cutColumn = Whole(0, width - Cut(width) % 2);

        float[] Uniform(float low, float high)
        {
            using var scope = NewDisposeScope();
            return (low + (high - low) * rand(count, generator: random)).data<float>().ToArray();
        }

        long[] Whole(long low, long high)
        {
            using var numbers = randint(low, high + 1, [count], dtype: ScalarType.Int64, generator: random);
            return numbers.data<long>().ToArray();
        }
    }

    /// <summary>Applies the draw and joins.</summary>
    /// <param name="condition">[N, C, H, W] in [-1, 1].</param>
    /// <param name="image">[N, K, H, W] in [-1, 1], real or fake.</param>
    /// <returns>[N, C + K, H, W]: the discriminator's input.</returns>
    public Tensor Join(Tensor condition, Tensor image)
    {
        using var scope = NewDisposeScope();
        var bright = image + Column(brightness, image);
        var mean = bright.mean([1, 2, 3], keepdim: true);
        var joined = cat([condition, (bright - mean) * Column(contrast, image) + mean], 1);
        return (Translated(joined) * Kept(joined)).MoveToOuterDisposeScope();
    }

    private static long Shift(long side) => (long)(side * LargestShift + 0.5);

    private static long Cut(long side) => (long)(side * CutShare + 0.5);

    private Tensor Column(float[] values, Tensor like) =>
        tensor(values, [count, 1, 1, 1]).to(like.dtype).to(like.device);

    // Every pixel comes from (row - down, column - right) of the image inside a frame of zeros.
    private Tensor Translated(Tensor joined)
    {
        var framed = nn.functional.pad(joined, [1, 1, 1, 1]);
        var rows = Source(down, height).view(count, 1, height, 1).expand(count, joined.shape[1], height, width + 2);
        var columns = Source(right, width).view(count, 1, 1, width).expand(count, joined.shape[1], height, width);
        return framed.gather(2, rows).gather(3, columns);

        Tensor Source(long[] shift, long side) =>
            (arange(1, side + 1).unsqueeze(0) - tensor(shift).unsqueeze(1)).clamp(0, side + 1).to(joined.device);
    }

    // 0 inside the square, 1 elsewhere.
    private Tensor Kept(Tensor joined)
    {
        var inside = Inside(cutRow, height).view(count, 1, height, 1) & Inside(cutColumn, width).view(count, 1, 1, width);
        return inside.logical_not().to(joined.dtype).to(joined.device);

        Tensor Inside(long[] centre, long side)
        {
            var offset = arange(side).unsqueeze(0) - tensor(centre).unsqueeze(1) + Cut(side) / 2;
            return (offset >= 0) & (offset < Cut(side));
        }
    }
}
