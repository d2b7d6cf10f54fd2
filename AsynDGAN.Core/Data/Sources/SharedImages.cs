using System.Runtime.InteropServices;
using AsynDGAN.Core.Imaging;

namespace AsynDGAN.Core.Data.Sources;

/// <summary>Images that are in two patients by content: a patient of them would be in training and test alike.</summary>
internal static class SharedImages
{
    private const int FewestPixels = 64;

    /// <summary>Digests of the pixels, whatever file they come from: one a channel, of which each is an image by itself, but one of a picture in colour.</summary>
    /// <param name="image">With the channels that are used, and no others.</param>
    /// <param name="isColour">Whether they are of red, green and blue.</param>
    public static IReadOnlyList<string> Digests(PixelArray image, bool isColour) => isColour || image.Channels == 1
        ? [Digest(image)]
        :
        [
            .. Enumerable.Range(0, image.Channels).Select(channel => Digest(new PixelArray(
                image.Height, image.Width, 1, image.Bits, [.. image.Values.Where((_, i) => i % image.Channels == channel)]))),
        ];

    /// <summary>A digest of the pixels, whatever file they come from; empty where all are of one colour, since a blank slice is no one's.</summary>
    public static string Digest(PixelArray image)
    {
        var blank = !image.Values.Where((value, i) => value != image.Values[i % image.Channels]).Any();
        return blank ? "" : Digest($"{image.Height}x{image.Width}x{image.Channels}x{image.Bits} ", image.Values);
    }

    /// <summary>A digest of values of which not all are equal.</summary>
    /// <param name="kind">What else must be alike.</param>
    public static string Digest(string kind, ReadOnlySpan<ushort> values) => kind + Runs.Digest.OfBytes(MemoryMarshal.AsBytes(values));

    /// <summary>A digest of a mask, of a slice or several; empty where two are easily equal by themselves: where few pixels are its object, or every slice of it is a rectangle.</summary>
    /// <param name="slices">At least one, of one size.</param>
    public static string DigestOfMask(IReadOnlyList<PixelArray> slices)
    {
        var pixels = slices.Sum(slice => slice.Values.Length - slice.Values.AsSpan().Count((ushort)0));
        return pixels < FewestPixels || slices.All(IsRectangle) ? "" : Runs.Digest.OfText(string.Join('\n', slices.Select(Digest)));
    }

    private static bool IsRectangle(PixelArray mask)
    {
        var (top, bottom, left, right, pixels) = (mask.Height, -1, mask.Width, -1, 0);
        for (var i = 0; i < mask.Values.Length; i++)
        {
            if (mask.Values[i] > 0)
            {
                var (row, column) = (i / mask.Width, i % mask.Width);
                (top, bottom, left, right, pixels) = (Math.Min(top, row), row, Math.Min(left, column), Math.Max(right, column), pixels + 1);
            }
        }

        return pixels == 0 || pixels == (bottom - top + 1) * (right - left + 1);
    }

    /// <summary>Each image that an earlier one of another patient equals, in one digest at least.</summary>
    /// <param name="images">In order; digests that are empty are equal to none.</param>
    /// <returns>Its place, and the earlier one's.</returns>
    public static IReadOnlyList<(int Later, int First)> Find(IReadOnlyList<(string Patient, IReadOnlyList<string> Digests)> images) =>
    [
        .. images.Index().SelectMany(image => image.Item.Digests.Where(digest => digest.Length > 0).Select(digest => (image.Index, image.Item.Patient, Digest: digest)))
            .GroupBy(image => image.Digest)
            .SelectMany(alike => alike.Skip(1).Where(image => image.Patient != alike.First().Patient).Select(image => (Later: image.Index, First: alike.First().Index)))
            .OrderBy(pair => pair.Later).DistinctBy(pair => pair.Later),
    ];
}
