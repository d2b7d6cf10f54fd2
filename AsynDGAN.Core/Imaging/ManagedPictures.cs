using System.Runtime.InteropServices;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.Formats.Png;
using SixLabors.ImageSharp.Memory;
using SixLabors.ImageSharp.PixelFormats;
using DecoderSettings = SixLabors.ImageSharp.Configuration;

namespace AsynDGAN.Core.Imaging;

/// <summary>ImageSharp as this project uses it: PNG and JPEG alone, memory bounded, every fault of a decoder named.</summary>
internal static class ManagedPictures
{
    /// <summary>Channels of colour with alpha.</summary>
    public const int ColourAndAlpha = 4;

    private const int AllocationLimitMegabytes = 1024;

    private static readonly DecoderSettings settings = new(new PngConfigurationModule(), new JpegConfigurationModule())
    {
        MemoryAllocator = MemoryAllocator.Create(new MemoryAllocatorOptions { AllocationLimitMegabytes = AllocationLimitMegabytes }),
    };

    /// <summary>Decodes to pixels of the type whose channels and bits are given; what the type has no place for (alpha) is dropped.</summary>
    /// <exception cref="UserException">The file is damaged, or its decoder asks for too much memory.</exception>
    public static PixelArray Decode(byte[] bytes, string path, int channels, int bits)
    {
        return (channels, bits) switch
        {
            (1, 8) => Decode<L8>(bytes, path, 1, 8),
            (1, 16) => Decode<L16>(bytes, path, 1, 16),
            (3, 8) => Decode<Rgb24>(bytes, path, 3, 8),
            (3, 16) => Decode<Rgb48>(bytes, path, 3, 16),
            (ColourAndAlpha, 8) => Decode<Rgba32>(bytes, path, ColourAndAlpha, 8),
            (ColourAndAlpha, 16) => Decode<Rgba64>(bytes, path, ColourAndAlpha, 16),
            _ => throw new ArgumentException($"{channels} channels of {bits} bits"),
        };
    }

    /// <summary>Encodes as PNG; the same pixels always give the same bytes.</summary>
    public static void EncodePng(PixelArray pixels, Stream stream)
    {
        switch (pixels.Channels, pixels.Bits)
        {
            case (1, 8):
                EncodePng<L8>(pixels, stream, PngColorType.Grayscale);
                break;
            case (1, 16):
                EncodePng<L16>(pixels, stream, PngColorType.Grayscale);
                break;
            case (3, 8):
                EncodePng<Rgb24>(pixels, stream, PngColorType.Rgb);
                break;
            case (3, 16):
                EncodePng<Rgb48>(pixels, stream, PngColorType.Rgb);
                break;
            default:
                throw new ArgumentException($"a PNG is written of 1 or 3 channels, not {pixels.Channels}");
        }
    }

    private static PixelArray Decode<TPixel>(byte[] bytes, string path, int channels, int bits)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        try
        {
            using var image = Image.Load<TPixel>(settings, bytes);
            var values = new ushort[image.Height * image.Width * channels];
            if (bits == 16)
            {
                image.CopyPixelDataTo(MemoryMarshal.AsBytes(values.AsSpan()));
            }
            else
            {
                var raw = new byte[values.Length];
                image.CopyPixelDataTo(raw);
                for (var i = 0; i < raw.Length; i++)
                {
                    values[i] = raw[i];
                }
            }

            return new PixelArray(image.Height, image.Width, channels, bits, values);
        }
        catch (Exception fault) when (fault is InvalidMemoryOperationException || fault.InnerException is InvalidMemoryOperationException)
        {
            throw new UserException($"{path} takes more than {AllocationLimitMegabytes} MB to be decoded, which is the limit", "Cut it into tiles.");
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            // On hostile bytes the decoders throw any type, index and null faults among them.
            throw new UserException($"{path} is damaged: {fault.Message}");
        }
    }

    private static void EncodePng<TPixel>(PixelArray pixels, Stream stream, PngColorType colour)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        var raw = pixels.Bits == 16
            ? MemoryMarshal.AsBytes(pixels.Values.AsSpan()).ToArray()
            : Array.ConvertAll(pixels.Values, value => (byte)value);
        using var image = Image.LoadPixelData<TPixel>(settings, raw, pixels.Width, pixels.Height);
        var depth = pixels.Bits == 16 ? PngBitDepth.Bit16 : PngBitDepth.Bit8;
        image.SaveAsPng(stream, new PngEncoder { ColorType = colour, BitDepth = depth, IgnoreMetadata = true });
    }
}
