using System.Runtime.InteropServices;
using AsynDGAN.Core.Imaging;

namespace AsynDGAN.Core.Data.Sources;

/// <summary>Images that are in two patients by content: a patient of them would be in training and test alike.</summary>
internal static class SharedImages
{
    /// <summary>A digest of the pixels, whatever file they come from; empty where all are of one colour, since a blank slice is no one's.</summary>
    public static string Digest(PixelArray image)
    {
        var blank = !image.Values.Where((value, i) => value != image.Values[i % image.Channels]).Any();
        return blank ? "" : Digest($"{image.Height}x{image.Width}x{image.Channels}x{image.Bits} ", image.Values);
    }

    /// <summary>A digest of values of which not all are equal.</summary>
    /// <param name="kind">What else must be alike.</param>
    public static string Digest(string kind, ReadOnlySpan<ushort> values) => kind + Runs.Digest.OfBytes(MemoryMarshal.AsBytes(values));

    /// <summary>Each image that an earlier one of another patient equals.</summary>
    /// <param name="images">In order; digests that are empty are equal to none.</param>
    /// <returns>Its place, and the earlier one's.</returns>
    public static IReadOnlyList<(int Later, int First)> Find(IReadOnlyList<(string Patient, string Digest)> images) =>
    [
        .. images.Index().Where(image => image.Item.Digest.Length > 0).GroupBy(image => image.Item.Digest)
            .SelectMany(alike => alike.Skip(1).Where(image => image.Item.Patient != alike.First().Item.Patient).Select(image => (image.Index, alike.First().Index)))
            .OrderBy(pair => pair.Item1),
    ];
}
