using AsynDGAN.Core;
using AsynDGAN.Core.Imaging;
using BitMiracle.LibTiff.Classic;
using FsCheck;
using FsCheck.Fluent;

namespace AsynDGAN.Tests.Imaging;

/// <summary>Whatever the bytes are, a picture comes out or a <see cref="UserException"/>.</summary>
public class HostileFileTests
{
    private static readonly byte[][] beginnings =
    [
        [],
        [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10, 0, 0, 0, 13, (byte)'I', (byte)'H', (byte)'D', (byte)'R'],
        [0xFF, 0xD8, 0xFF, 0xE0],
        [0xFF, 0xD8, 0xFF, 0xC0, 0, 11, 8, 0, 8, 0, 8, 1],
        [(byte)'I', (byte)'I', 42, 0, 8, 0, 0, 0, 9, 0],
        [(byte)'M', (byte)'M', 0, 42, 0, 0, 0, 8, 0, 9],
    ];

    private static readonly byte[][] valid =
    [
        Png(1, 16),
        Png(3, 8),
        JpegSample.Grey(40, 33, 90),
        JpegSample.Colour(17, 40, 9, 200, 100),
        new TiffSample().Write(Pixels.Random(30, 20, 3, 8)),
        new TiffSample(Compression.LZW) { Predictor = Predictor.HORIZONTAL }.Write(Pixels.Random(30, 20, 3, 16)),
        new TiffSample(Compression.ADOBE_DEFLATE) { Tiled = true, BigEndian = true }.Write(Pixels.Random(30, 20, 3, 8)),
        new TiffSample(Compression.PACKBITS) { Planar = true }.Write(Pixels.Random(30, 20, 3, 8)),
    ];

    [Test]
    public void Random_bytes_after_any_beginning()
    {
        var files = from beginning in Gen.Elements(beginnings)
                    from rest in ArbMap.Default.GeneratorFor<byte[]>()
                    select beginning.Concat(rest).ToArray();
        Check(files, 2000);
    }

    [Test]
    public void Valid_files_with_some_bytes_changed()
    {
        var files = from file in Gen.Elements(valid)
                    from changes in Gen.NonEmptyListOf(
                        from place in Gen.Choose(0, file.Length - 1)
                        from value in Gen.Choose(0, 255)
                        select (place, value))
                    select HostileBytes.Changed(file, changes.Take(8));
        Check(files, 3000);
    }

    [Test]
    public void Valid_files_with_headers_changed()
    {
        // The first bytes of PNG and JPEG and the last of TIFF, where LibTiff writes the directory.
        var files = from file in Gen.Elements(valid)
                    from place in Gen.Choose(0, 200)
                    from value in Gen.Elements(0, 1, 2, 3, 127, 128, 255)
                    let at = file[0] is (byte)'I' or (byte)'M' ? file.Length - 1 - place : place
                    select HostileBytes.Changed(file, [(at, value)]);
        Check(files, 3000);
    }

    [Test]
    public void Valid_files_cut_short()
    {
        var files = from file in Gen.Elements(valid)
                    from length in Gen.Choose(0, file.Length - 1)
                    select file[..length];
        Check(files, 500);
    }

    private static void Check(Gen<byte[]> files, int count)
    {
        Prop.ForAll(files.ToArbitrary(), IsPictureOrRefused).Check(Config.QuickThrowOnFailure.WithMaxTest(count));
    }

    private static bool IsPictureOrRefused(byte[] file) => HostileBytes.IsReadOrRefused(() => ImageFile.Decode(file, "file").Values);

    private static byte[] Png(int channels, int bits)
    {
        using var stream = new MemoryStream();
        PngFile.Write(Pixels.Random(30, 20, channels, bits), stream);
        return stream.ToArray();
    }
}
