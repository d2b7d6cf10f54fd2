using System.Buffers.Binary;
using System.Numerics;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.PixelFormats;

namespace AsynDGAN.Tests.Imaging;

/// <summary>JPEG files of one colour, or of few blocks.</summary>
internal static class JpegSample
{
    public static byte[] Grey(int height, int width, byte value)
    {
        using var image = new Image<L8>(width, height, new L8(value));
        return Encoded(image, JpegColorType.Luminance);
    }

    public static byte[] Colour(int height, int width, byte red, byte green, byte blue)
    {
        using var image = new Image<Rgb24>(width, height, new Rgb24(red, green, blue));
        return Encoded(image, JpegColorType.YCbCrRatio444);
    }

    /// <summary>Grey squares of 8 pixels, each of another grey.</summary>
    public static byte[] Blocks(int height, int width)
    {
        using var image = new Image<L8>(width, height);
        for (var i = 0; i < height * width; i++)
        {
            image[i % width, i / width] = new L8((byte)(20 + 30 * (i % width / 8) + 90 * (i / width / 8)));
        }

        return Encoded(image, JpegColorType.Luminance);
    }

    /// <summary>A picture of 4x4 blocks, each of a mean of its own, in a scan a component or as told.</summary>
    /// <param name="components">1 or 3.</param>
    /// <param name="interval">Blocks between restart marks; 0: there are none.</param>
    /// <param name="mark">From a mark's number in its scan to its bytes; null: as they are to be.</param>
    /// <param name="isProgressive">Whether the frame says so.</param>
    /// <param name="isToldAnew">Whether the interval stands before every scan, and not before the first alone.</param>
    /// <param name="scans">The components of each scan, from 1; null: one each.</param>
    public static byte[] Scans(int components, int interval, Func<int, byte[]>? mark = null, bool isProgressive = false, bool isToldAnew = false, int[][]? scans = null)
    {
        scans ??= [.. Enumerable.Range(1, components).Select(component => new[] { component })];
        List<byte> file = [0xFF, 0xD8];
        Add(0xDB, [0, .. Enumerable.Repeat((byte)1, 64)]);
        Add((byte)(isProgressive ? 0xC2 : 0xC0), [8, 0, 32, 0, 32, (byte)components, .. Enumerable.Range(1, components).SelectMany(component => new byte[] { (byte)component, 0x11, 0 })]);

        // The number of bits of a mean's difference, 0 to 11, has 4 bits; the one code of the other coefficients ends the block.
        Add(0xC4, [0, 0, 0, 0, 12, .. new byte[12], .. Enumerable.Range(0, 12).Select(bits => (byte)bits), 0x10, 1, .. new byte[15], 0]);
        for (var scan = 0; scan < scans.Length; scan++)
        {
            if (interval > 0 && (scan == 0 || isToldAnew))
            {
                Add(0xDD, [0, (byte)interval]);
            }

            Add(0xDA, [(byte)scans[scan].Length, .. scans[scan].SelectMany(component => new byte[] { (byte)component, 0 }), 0, (byte)(isProgressive ? 0 : 63), 0]);
            var (bits, before) = ("", new int[components + 1]);
            for (var block = 0; block < 16; block++)
            {
                if (interval > 0 && block > 0 && block % interval == 0)
                {
                    file.AddRange(Packed(bits));
                    file.AddRange(mark?.Invoke(block / interval - 1) ?? [0xFF, (byte)(0xD0 + (block / interval - 1) % 8)]);
                    (bits, before) = ("", new int[components + 1]);
                }

                foreach (var component in scans[scan])
                {
                    var mean = 8 * ((37 * block + 91 * component) % 200 - 100);
                    var change = mean - before[component];
                    var size = 32 - BitOperations.LeadingZeroCount((uint)Math.Abs(change));
                    bits += $"{size:B4}" + (size == 0 ? "" : (change > 0 ? change : change + (1 << size) - 1).ToString($"B{size}")) + (isProgressive ? "" : "0");
                    before[component] = mean;
                }
            }

            file.AddRange(Packed(bits));
        }

        return [.. file, 0xFF, 0xD9];

        void Add(byte marker, byte[] segment)
        {
            var length = new byte[2];
            BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)(segment.Length + 2));
            file.AddRange([0xFF, marker, .. length, .. segment]);
        }

        // The last byte is filled up with ones, and a byte of ones alone is followed by 0.
        static IEnumerable<byte> Packed(string bits) =>
            bits.Chunk(8).Select(bits => Convert.ToByte(new string(bits).PadRight(8, '1'), 2)).SelectMany(value => value == 0xFF ? new byte[] { value, 0 } : [value]);
    }

    private static byte[] Encoded(Image image, JpegColorType colour)
    {
        using var stream = new MemoryStream();
        image.Save(stream, new JpegEncoder { ColorType = colour, Quality = 95 });
        return stream.ToArray();
    }
}
