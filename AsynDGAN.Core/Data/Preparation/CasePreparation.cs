using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data.Sources;
using AsynDGAN.Core.Imaging;

namespace AsynDGAN.Core.Data.Preparation;

/// <summary>From a case to what the networks see of it: normal colours, patches, squares around heads, and normalisations.</summary>
internal sealed class CasePreparation(DataOptions options)
{
    /// <summary>To be raised when the same files and keys give other pixels, masks or slices.</summary>
    public const int Version = 3;

    /// <summary>Prepares all slices of a case.</summary>
    /// <param name="case">With its slices.</param>
    /// <param name="read">What came of reading them; none for volumes.</param>
    /// <param name="inPatches">Whether pictures are cut into patches.</param>
    /// <exception cref="UserException">One that is not cut is too large to be held.</exception>
    public PreparedCase Prepare(ImageCase @case, IReadOnlyList<SliceResult> read, bool inPatches)
    {
        if (!inPatches && @case.Slices.FirstOrDefault(slice => slice.FaultOfSquare(options) is not null) is { } large)
        {
            throw new UserException($"{large.Name}: {large.FaultOfSquare(options)}");
        }

        var volume = @case.Spacing is { } spacing ? Voxels(@case) * spacing.Slice * spacing.Row * spacing.Column : (double?)null;
        var own = @case with { Slices = [], TumourVolume = volume };
        var cut = inPatches ? new Patches(options.Patch).Cut(InNormalColours(@case)) : InNormalColours(@case);
        return new PreparedCase(own, [.. read.Select(result => result with { Slice = null })], cut.Slices.Count == 0 ? [] : Prepare(own, cut.Slices));
    }

    private static long Voxels(ImageCase @case) => @case.Slices.Sum(slice => (long)(slice.Mask.Values.Length - slice.Mask.Values.AsSpan().Count((ushort)0)));

    private ImageCase InNormalColours(ImageCase @case) => options.Colour.Method switch
    {
        ColourMethod.None => @case,
        ColourMethod.Reinhard => @case with { Slices = [.. @case.Slices.Select(slice => slice with { Image = Reinhard.Apply(slice.Image, LabStatistics.Of(options.Colour.Target)) })] },
        _ => throw new ArgumentOutOfRangeException(nameof(@case), options.Colour.Method, "no such colour method"),
    };

    /// <summary>
    /// The head and the foreground are found in the first image channel; each channel is normalised by its own statistics, red,
    /// green and blue by one scale. Slices of one size share one square, patches of one picture its pixels. Patches of objects have
    /// the head and the lines of their whole picture, so that they look as it does where it is evaluated whole.
    /// </summary>
    private PreparedSlice[] Prepare(ImageCase @case, IReadOnlyList<CaseSlice> slices)
    {
        CaseSlice[] seen = [.. slices.Select(slice => slice is { Instances: null, Patch: { } place } ? place.Whole : slice)];
        CaseSlice[] wholes = [.. seen.Distinct<CaseSlice>(ReferenceEqualityComparer.Instance)];
        var images = wholes.Select(slice => slice.Image).ToArray();
        GreyStatistics[] statistics = options.Normalise.By == NormaliseBy.Range ? []
            : @case.IsColour ? [.. Enumerable.Repeat(GreyStatistics.OfColour(images), images[0].Channels)]
            : [.. Enumerable.Range(0, images[0].Channels).Select(channel => GreyStatistics.Of(images, channel))];
        var ofWhole = wholes.Zip(Heads(wholes, @case.IsColour, images, statistics))
            .ToDictionary<(CaseSlice Slice, Mask? Head), CaseSlice, Mask?>(whole => whole.Slice, whole => whole.Head, ReferenceEqualityComparer.Instance);
        Mask?[] heads = [.. slices.Zip(seen, (slice, whole) => ReferenceEquals(slice, whole) ? ofWhole[whole] : Part(ofWhole[whole], slice.Patch!))];
        var squares = Enumerable.Range(0, slices.Count)
            .GroupBy(i => (slices[i].Image.Height, slices[i].Image.Width))
            .ToDictionary(sizes => sizes.Key, sizes => Square(sizes.Key, sizes.Select(i => heads[i]).OfType<Mask>()));
        var pictures = new Dictionary<CaseSlice, StoredPixels>(ReferenceEqualityComparer.Instance);
        return slices.Select((slice, i) =>
        {
            var image = slice.Image;
            var normalisations = Enumerable.Range(0, image.Channels).Select(channel => options.Normalise.By switch
            {
                NormaliseBy.Range => Normalisation.OfRange(image.Bits),
                NormaliseBy.Slice => statistics[channel].OfSlice(seen[i].Image, options.Normalise),
                NormaliseBy.Volume => statistics[channel].OfAll(options.Normalise),
                _ => throw new ArgumentOutOfRangeException(nameof(options), options.Normalise.By, "no such normalisation"),
            }).ToArray();
            var background = statistics.FirstOrDefault()?.Background ?? 0;
            return Cut(@case, slice, heads[i], squares[(image.Height, image.Width)], normalisations, background, Whole);
        }).ToArray();

        StoredPixels Whole(CaseSlice picture) => pictures.TryGetValue(picture, out var known) ? known : pictures[picture] = StoredPixels.Of(picture, ofWhole.GetValueOrDefault(picture));
    }

    /// <summary>What of a picture's head lies in a patch.</summary>
    private static Mask? Part(Mask? head, PatchPlace place) =>
        head is null ? null : new Mask(place.Square.Side, place.Square.Side, Array.ConvertAll(place.Pixels(), pixel => head.Values[pixel]));

    /// <summary>The head in each image; null for pictures of nuclei.</summary>
    private static Mask?[] Heads(IReadOnlyList<CaseSlice> slices, bool isColour, PixelArray[] images, GreyStatistics[] statistics)
    {
        if (slices.All(slice => slice.Instances is not null))
        {
            return new Mask?[images.Length];
        }

        var threshold = statistics.Length == 0 || isColour ? ForegroundThreshold.Of(images, 0) : statistics[0].Threshold;
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

    private PreparedSlice Cut(
        ImageCase @case, CaseSlice slice, Mask? head, CropSquare square, Normalisation[] normalisations, int background, Func<CaseSlice, StoredPixels> whole)
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

        var (stored, normalised) = Ranges(image, square, normalisations);
        return new PreparedSlice(
            @case, slice.Name, new SliceGeometry(image.Height, image.Width, square, options.ImageSize), image.Channels, image.Bits, normalisations,
            MaskPixels(masks, side, slice.Patch is not null), TumourOutside(slice.Mask, square), background, stored, normalised, slice.Patch?.Square,
            slice.Patch is { } patch ? whole(patch.Whole) : StoredPixels.Of(side, image.Channels, image.Bits, values, masks, instances))
        {
            Decoded = (slice.Patch?.Whole ?? slice).Decoded,
        };
    }

    /// <summary>Smallest and largest value over all channels of what a square shows of an image, as it is stored and after normalisation.</summary>
    private static ((int Low, int High) Stored, (float Low, float High) Normalised) Ranges(PixelArray image, CropSquare square, Normalisation[] normalisations)
    {
        var (stored, normalised) = ((Low: int.MaxValue, High: int.MinValue), (Low: float.MaxValue, High: float.MinValue));
        foreach (var (channel, line) in normalisations.Index())
        {
            var (low, high) = (ushort.MaxValue, ushort.MinValue);
            for (var row = Math.Max(0, square.Top); row < Math.Min(image.Height, square.Top + square.Side); row++)
            {
                for (var column = Math.Max(0, square.Left); column < Math.Min(image.Width, square.Left + square.Side); column++)
                {
                    var value = image[row, column, channel];
                    (low, high) = (Math.Min(low, value), Math.Max(high, value));
                }
            }

            stored = (Math.Min(stored.Low, low), Math.Max(stored.High, high));
            normalised = (Math.Min(normalised.Low, line.Of(low)), Math.Max(normalised.High, line.Of(high)));
        }

        return (stored, normalised);
    }

    private static int[] TumourOutside(PixelArray mask, CropSquare square) =>
    [
        .. Enumerable.Range(0, mask.Values.Length).Where(at => mask.Values[at] > 0
            && !(Inside(at / mask.Width - square.Top, square.Side) && Inside(at % mask.Width - square.Left, square.Side))),
    ];

    private static bool Inside(int place, int side) => place >= 0 && place < side;

    /// <summary>
    /// Counts the tumour's pixels as the networks see them: of a patch in its middle, else by the nearest neighbour, as
    /// <see cref="Resize.Nearest"/>.
    /// </summary>
    private int MaskPixels(byte[] masks, int side, bool isPatch)
    {
        var size = options.ImageSize;
        var first = CropSquare.Middle(side, size).Top;
        var seen = Enumerable.Range(0, size).Select(i => isPatch ? first + i : (int)((2L * i + 1) * side / (2L * size))).ToArray();
        return seen.Sum(row => seen.Count(column => MaskCode.HasTumour(masks[row * side + column])));
    }
}
