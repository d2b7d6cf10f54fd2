using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data.Sources;
using AsynDGAN.Core.Imaging;

namespace AsynDGAN.Core.Data.Preparation;

/// <summary>Cuts the slices of a case to squares and finds their heads and normalisations.</summary>
internal sealed class CasePreparation(DataOptions options)
{
    /// <summary>To be raised when the same files and keys give other pixels, masks or slices.</summary>
    public const int Version = 1;

    /// <summary>
    /// All slices of a case. The head and the foreground are found in the first image channel; each channel is normalised
    /// by its own statistics, red, green and blue by one scale. Slices of one size share one square.
    /// </summary>
    public IReadOnlyList<PreparedSlice> Prepare(ImageCase @case)
    {
        var images = @case.Slices.Select(slice => slice.Image).ToArray();
        GreyStatistics[] statistics = options.Normalise.By == NormaliseBy.Range ? []
            : @case.IsColour ? [.. Enumerable.Repeat(GreyStatistics.OfColour(images), images[0].Channels)]
            : [.. Enumerable.Range(0, images[0].Channels).Select(channel => GreyStatistics.Of(images, channel))];
        var heads = Heads(@case, images, statistics);
        var squares = Enumerable.Range(0, images.Length)
            .GroupBy(i => (images[i].Height, images[i].Width))
            .ToDictionary(sizes => sizes.Key, sizes => Square(sizes.Key, sizes.Select(i => heads[i]).OfType<Mask>()));
        return @case.Slices.Select((slice, i) =>
        {
            var image = slice.Image;
            var square = squares[(image.Height, image.Width)];
            var normalisations = Enumerable.Range(0, image.Channels).Select(channel => options.Normalise.By switch
            {
                NormaliseBy.Range => Normalisation.OfRange(image.Bits),
                NormaliseBy.Slice => statistics[channel].OfSlice(image, options.Normalise),
                NormaliseBy.Volume => statistics[channel].OfAll(options.Normalise),
                _ => throw new ArgumentOutOfRangeException(nameof(options), options.Normalise.By, "no such normalisation"),
            }).ToArray();
            return Cut(@case, slice, heads[i], square, normalisations) with { Background = statistics.FirstOrDefault()?.Background ?? 0 };
        }).ToArray();
    }

    /// <summary>The head in each image; null for pictures of nuclei.</summary>
    private static Mask?[] Heads(ImageCase @case, PixelArray[] images, GreyStatistics[] statistics)
    {
        if (@case.Slices.All(slice => slice.Instances is not null))
        {
            return new Mask?[images.Length];
        }

        var threshold = statistics.Length == 0 || @case.IsColour ? ForegroundThreshold.Of(images, 0) : statistics[0].Threshold;
        return [.. images.Select(image => HeadMask.Of(image.Channel(0), image.Height, image.Width, threshold))];
    }

    private CropSquare Square((int Height, int Width) size, IEnumerable<Mask> heads)
    {
        if (options.Crop is not (CropMethod.None or CropMethod.Head))
        {
            throw new ArgumentOutOfRangeException(nameof(size), options.Crop, "no such crop");
        }

        if (options.Crop == CropMethod.None)
        {
            return CropSquare.Whole(size.Height, size.Width);
        }

        var (top, bottom, left, right) = (int.MaxValue, -1, int.MaxValue, -1);
        foreach (var head in heads)
        {
            for (var row = 0; row < size.Height; row++)
            {
                for (var column = 0; column < size.Width; column++)
                {
                    if (head[row, column])
                    {
                        (top, bottom) = (Math.Min(top, row), Math.Max(bottom, row));
                        (left, right) = (Math.Min(left, column), Math.Max(right, column));
                    }
                }
            }
        }

        return bottom < 0 ? CropSquare.Whole(size.Height, size.Width) : CropSquare.Around(top, bottom, left, right);
    }

    private PreparedSlice Cut(ImageCase @case, CaseSlice slice, Mask? head, CropSquare square, Normalisation[] normalisations)
    {
        var (image, side) = (slice.Image, square.Side);
        var area = side * side;
        var values = new ushort[image.Channels * area];
        var masks = new byte[area];
        var instances = slice.Instances is null ? null : new int[area];
        for (var row = Math.Max(0, -square.Top); row < side && row + square.Top < image.Height; row++)
        {
            for (var column = Math.Max(0, -square.Left); column < side && column + square.Left < image.Width; column++)
            {
                var (y, x, at) = (row + square.Top, column + square.Left, row * side + column);
                for (var channel = 0; channel < image.Channels; channel++)
                {
                    values[channel * area + at] = image[y, x, channel];
                }

                masks[at] = MaskCode.Of(slice.Mask[y, x], head?[y, x] ?? false);
                if (instances is not null)
                {
                    instances[at] = slice.Instances![y, x];
                }
            }
        }

        var geometry = new SliceGeometry(image.Height, image.Width, square, options.ImageSize);
        return new PreparedSlice(
            @case, slice.Name, geometry, image.Bits, image.Channels, values, masks, normalisations, MaskPixels(masks, side),
            TumourOutside(slice.Mask, square))
        {
            Instances = instances,
            Patch = slice.Patch,
        };
    }

    private static int[] TumourOutside(PixelArray mask, CropSquare square) =>
    [
        .. Enumerable.Range(0, mask.Values.Length).Where(at => mask.Values[at] > 0
            && !(Inside(at / mask.Width - square.Top, square.Side) && Inside(at % mask.Width - square.Left, square.Side))),
    ];

    private static bool Inside(int place, int side) => place >= 0 && place < side;

    /// <summary>Counts the tumour's pixels as the networks see them: by the nearest neighbour, as <see cref="Resize.Nearest"/>.</summary>
    private int MaskPixels(byte[] masks, int side)
    {
        var size = options.ImageSize;
        var nearest = Enumerable.Range(0, size).Select(i => (int)((2L * i + 1) * side / (2L * size))).ToArray();
        return nearest.Sum(row => nearest.Count(column => MaskCode.HasTumour(masks[row * side + column])));
    }
}
