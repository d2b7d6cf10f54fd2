using AsynDGAN.Core.Imaging;
using BenchmarkDotNet.Attributes;

namespace AsynDGAN.Benchmarks;

/// <summary>A picture of 256x256 is read from a file.</summary>
public class Reading
{
    private const int Side = 256;

    private readonly string folder = Directory.CreateTempSubdirectory("asyndgan-benchmarks-").FullName;

    private string Png => Path.Combine(folder, "a.png");

    private string Tiff => Path.Combine(folder, "a.tif");

    [Params(8, 16)]
    public int Bits { get; set; }

    [GlobalSetup]
    public void Write()
    {
        var random = new Random(1);
        var picture = new PixelArray(Side, Side, 1, Bits, [.. Enumerable.Range(0, Side * Side).Select(i => (ushort)(i / Side + random.Next(32)))]);
        PngFile.Write(picture, Png);
        using var tiff = File.Create(Tiff);
        TiffFile.Write(picture, tiff);
    }

    [GlobalCleanup]
    public void Delete() => Directory.Delete(folder, recursive: true);

    [Benchmark]
    public PixelArray ReadPng() => ImageFile.Read(Png);

    [Benchmark]
    public PixelArray ReadTiff() => ImageFile.Read(Tiff);
}
