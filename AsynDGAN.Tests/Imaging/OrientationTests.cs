using System.Buffers.Binary;
using AsynDGAN.Core.Imaging;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Metadata.Profiles.Exif;
using SixLabors.ImageSharp.PixelFormats;
using SixLabors.ImageSharp.Processing;

namespace AsynDGAN.Tests.Imaging;

/// <summary>Files whose tag says how to turn them, against the same picture turned by ImageSharp.</summary>
public class OrientationTests
{
    private const int Height = 16;
    private const int Width = 24;

    [Test]
    public void A_tiff_is_turned_by_its_tag([Range(1, 8)] int orientation, [Values(1, 3)] int channels, [Values(8, 16)] int bits)
    {
        var stored = Pixels.Random(Height, Width, channels, bits);
        var tiff = new TiffSample { Orientation = orientation }.Write(stored);
        Pixels.AssertSame(ImageFile.Decode(tiff, "sample"), Turned(stored, orientation));
    }

    [Test]
    public void A_png_is_turned_by_its_exif([Range(1, 8)] int orientation, [Values] bool bigEndian, [Values] bool afterThePixels)
    {
        var stored = Pixels.Random(Height, Width, 3, 8);
        var png = PngSample.Of(stored);
        var at = afterThePixels ? png.Length - 12 : PngHeader.End + 4;
        byte[] tagged = [.. png[..at], .. PngSample.Chunk("eXIf", Exif(orientation, bigEndian)), .. png[at..]];
        Pixels.AssertSame(ImageFile.Decode(tagged, "sample"), Turned(stored, orientation));
    }

    [Test]
    public void A_jpeg_is_turned_by_its_exif([Range(1, 8)] int orientation, [Values] bool bigEndian, [Values] bool square)
    {
        // Blocks of one grey each, so that the JPEG keeps them.
        var width = square ? Height : Width;
        var jpeg = JpegSample.Blocks(Height, width);
        var stored = ImageFile.Decode(jpeg, "plain");
        byte[] segment = [.. "Exif\0\0"u8, .. Exif(orientation, bigEndian)];
        byte[] tagged = [.. jpeg[..2], 0xFF, 0xE1, 0, (byte)(segment.Length + 2), .. segment, .. jpeg[2..]];
        Pixels.AssertSame(ImageFile.Decode(tagged, "sample"), Turned(stored, orientation));
    }

    [Test]
    public void What_another_program_wrote_is_understood()
    {
        using var image = new Image<L8>(2, 1);
        (image[0, 0], image[1, 0]) = (new L8(10), new L8(20));
        image.Metadata.ExifProfile = new ExifProfile();
        image.Metadata.ExifProfile.SetValue(ExifTag.XResolution, new Rational(72));
        image.Metadata.ExifProfile.SetValue(ExifTag.Orientation, (ushort)8);
        using var png = new MemoryStream();
        image.SaveAsPng(png);
        var got = ImageFile.Decode(png.ToArray(), "sample");
        Assert.That((got.Height, got.Width), Is.EqualTo((2, 1)));
        Assert.That(got.Values.Select(value => (int)value), Is.EqualTo(new[] { 20, 10 }));
    }

    [TestCase(0)]
    [TestCase(9)]
    [TestCase(60000)]
    public void A_number_that_means_nothing_is_upright(int orientation)
    {
        var stored = Pixels.Random(Height, Width, 1, 8);
        Pixels.AssertSame(ImageFile.Decode(new TiffSample { Orientation = orientation }.Write(stored), "sample"), stored);
        Assert.That(Orientation.OfExif(Exif(orientation, false)), Is.EqualTo(orientation));
        Assert.That(Orientation.Turn(stored, orientation), Is.SameAs(stored));
    }

    [Test]
    public void An_exif_block_that_is_cut_is_upright()
    {
        var exif = Exif(6, false);
        for (var length = 0; length < 20; length++)
        {
            Assert.That(Orientation.OfExif(exif.AsSpan(0, length)), Is.EqualTo(Orientation.Upright).Or.EqualTo(0), $"{length} bytes");
        }
    }

    /// <summary>A directory of two fields, the orientation the second.</summary>
    private static byte[] Exif(int orientation, bool bigEndian)
    {
        var block = new byte[8 + 2 + 24 + 4];
        (bigEndian ? "MM\0*"u8 : "II*\0"u8).CopyTo(block);
        Int32(4, 8);
        Int16(8, 2);
        Int16(10, 256);
        Int16(12, 3);
        Int32(14, 1);
        Int16(22, 274);
        Int16(24, 3);
        Int32(26, 1);
        Int16(30, orientation);
        return block;

        void Int16(int at, int value)
        {
            if (bigEndian)
            {
                BinaryPrimitives.WriteUInt16BigEndian(block.AsSpan(at), (ushort)value);
            }
            else
            {
                BinaryPrimitives.WriteUInt16LittleEndian(block.AsSpan(at), (ushort)value);
            }
        }

        void Int32(int at, int value)
        {
            if (bigEndian)
            {
                BinaryPrimitives.WriteInt32BigEndian(block.AsSpan(at), value);
            }
            else
            {
                BinaryPrimitives.WriteInt32LittleEndian(block.AsSpan(at), value);
            }
        }
    }

    private static PixelArray Turned(PixelArray stored, int orientation)
    {
        var (rotate, flip) = orientation switch
        {
            2 => (RotateMode.None, FlipMode.Horizontal),
            3 => (RotateMode.Rotate180, FlipMode.None),
            4 => (RotateMode.None, FlipMode.Vertical),
            5 => (RotateMode.Rotate90, FlipMode.Horizontal),
            6 => (RotateMode.Rotate90, FlipMode.None),
            7 => (RotateMode.Rotate270, FlipMode.Horizontal),
            8 => (RotateMode.Rotate270, FlipMode.None),
            _ => (RotateMode.None, FlipMode.None),
        };
        using var image = new Image<Rgb48>(stored.Width, stored.Height);
        for (var y = 0; y < stored.Height; y++)
        {
            for (var x = 0; x < stored.Width; x++)
            {
                image[x, y] = new Rgb48(stored[y, x], stored[y, x, stored.Channels / 2], stored[y, x, stored.Channels - 1]);
            }
        }

        image.Mutate(picture => picture.RotateFlip(rotate, flip));
        var values = new List<ushort>();
        for (var y = 0; y < image.Height; y++)
        {
            for (var x = 0; x < image.Width; x++)
            {
                var pixel = image[x, y];
                values.AddRange(stored.Channels == 1 ? [pixel.R] : [pixel.R, pixel.G, pixel.B]);
            }
        }

        return new PixelArray(image.Height, image.Width, stored.Channels, stored.Bits, [.. values]);
    }
}
