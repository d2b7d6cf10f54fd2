using System.Diagnostics;
using AsynDGAN.Core.Networks.Convolutions;
using AsynDGAN.Core.Platform;
using TorchSharp;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Benchmark;

/// <summary>
/// What the machine itself reaches: the fastest of some products of square matrices, timed, by libtorch's product and by its
/// convolution of one pixel, which is the same product by another library (on AMD's processors with AVX-512 the faster one).
/// </summary>
public static class MatrixRate
{
    private const int OnCpu = 1024, OnGpu = 8192, Times = 8;

    /// <summary>Multiply-adds a second, with libtorch's present threads.</summary>
    /// <param name="device">Where.</param>
    /// <param name="type">Element type of the matrices.</param>
    public static double Measure(Device device, ScalarType type)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var side = device.type == DeviceType.CPU ? OnCpu : OnGpu;
        var (a, b) = (randn([side, side], device: device).to(type), randn([side, side], device: device).to(type));
        var shape = new ConvolutionShape(side, side, Kernel: 1);
        var (pixels, kernel) = (a.view(1, side, 1, side), b.view(side, side, 1, 1));
        var fastest = double.PositiveInfinity;
        foreach (var multiply in Enumerable.Repeat<Func<Tensor>[]>([() => a.matmul(b), () => shape.Apply(pixels, kernel, null)], Times).SelectMany(ways => ways))
        {
            DeviceMemory.Synchronise(device);
            var clock = Stopwatch.StartNew();
            using var product = multiply();
            DeviceMemory.Synchronise(device);
            fastest = Math.Min(fastest, clock.Elapsed.TotalSeconds);
        }

        return (double)side * side * side / fastest;
    }
}
