using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using AsynDGAN.Core.Imaging;

namespace AsynDGAN.Core.Data.Sources;

/// <summary>By what an image is known elsewhere, whichever of its channels are used there, and however it is coloured and cut.</summary>
internal static class DecodedImage
{
    private const int Step = ushort.MaxValue / byte.MaxValue, Int16Offset = 32768;

    /// <summary>
    /// A digest of each channel that is not of one value; of a picture of one channel it is <see cref="Batches.SampleSet.Content"/> where nothing is cut. A copy
    /// in 16 bits of a channel of 8 has the same.
    /// </summary>
    /// <param name="image">As it was decoded, with all of its channels.</param>
    public static IReadOnlyList<string> Digests(PixelArray image)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        return [.. Enumerable.Range(0, image.Channels).Where(channel => Any(image, channel, value => value != image.Values[channel])).Select(channel => Digest(image, channel, hash))];
    }

    /// <summary>
    /// The same of a picture whose channels lie in one file: all that are not of one value are one image together, since a scale bar in one of them may be that
    /// of every picture. None where all are of one value.
    /// </summary>
    /// <param name="image">As it was decoded, with all of its channels.</param>
    public static IReadOnlyList<string> OfOneFile(PixelArray image)
    {
        string[] channels = [.. Digests(image).Distinct().Order(StringComparer.Ordinal)];
        return channels.Length > 1 ? [Runs.Digest.OfBytes(Encoding.ASCII.GetBytes(string.Concat(channels)))[..16]] : channels;
    }

    /// <summary>Of the values in the middle of the smallest square, around which 0 is stored, row by row as float32.</summary>
    private static string Digest(PixelArray image, int channel, IncrementalHash hash)
    {
        var isCopy = image.Bits == 16 && !Any(image, channel, value => value % Step != 0);
        var (factor, offset) = (isCopy ? Step : 1, image.Bits == 16 && !isCopy ? Int16Offset : 0);
        var (square, row) = (CropSquare.Whole(image.Height, image.Width), new float[Math.Max(image.Height, image.Width)]);
        for (var y = square.Top; y < square.Top + square.Side; y++)
        {
            Array.Fill(row, -offset);
            for (var x = 0; x < image.Width && y >= 0 && y < image.Height; x++)
            {
                row[x - square.Left] = image[y, x, channel] / factor - offset;
            }

            hash.AppendData(MemoryMarshal.AsBytes(row.AsSpan()));
        }

        return Runs.Digest.Of(hash)[..16];
    }

    private static bool Any(PixelArray image, int channel, Func<ushort, bool> fits)
    {
        for (var i = channel; i < image.Values.Length; i += image.Channels)
        {
            if (fits(image.Values[i]))
            {
                return true;
            }
        }

        return false;
    }
}
