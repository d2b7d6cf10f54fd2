using AsynDGAN.Core.Imaging;
using AsynDGAN.Core.Segmentation.Metrics;
using BenchmarkDotNet.Attributes;

namespace AsynDGAN.Benchmarks;

/// <summary>A predicted mask is scored: two balls that lie a few voxels apart, or squares of nuclei.</summary>
public class Metrics
{
    private const int Cell = 16;

    private BinaryVolume prediction = null!, reference = null!;
    private InstanceMap nuclei = null!, shifted = null!;

    [Params(64, 128)]
    public int Side { get; set; }

    [GlobalSetup]
    public void Make()
    {
        (prediction, reference) = (Ball(0), Ball(3));
        (nuclei, shifted) = (Grid(0), Grid(2));
    }

    [Benchmark]
    public MaskOverlap Overlap() => MaskOverlap.Between(prediction, reference);

    [Benchmark]
    public SurfaceDistances SurfaceDistance() => SurfaceDistances.Between(prediction, reference, [1, 1, 1]);

    [Benchmark]
    public InstanceQuality Nuclei() => InstanceQuality.Between(nuclei, shifted);

    private BinaryVolume Ball(int shift)
    {
        const int Slices = 16;
        return new BinaryVolume([Slices, Side, Side], [.. Enumerable.Range(0, Slices * Side * Side).Select(i =>
            Math.Pow(i / Side / Side - Slices / 2, 2) + Math.Pow(i / Side % Side - Side / 2 - shift, 2) + Math.Pow(i % Side - Side / 2, 2) < Side * Side / 16)]);
    }

    private InstanceMap Grid(int shift) => new(Side, Side, [.. Enumerable.Range(0, Side * Side).Select(i =>
    {
        var (row, column) = (i / Side, i % Side + shift);
        return row % Cell < Cell - 4 && column % Cell < Cell - 4 ? 1 + row / Cell * (Side / Cell + 1) + column / Cell : 0;
    })]);
}
