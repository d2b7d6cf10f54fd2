using System.Diagnostics;
using AsynDGAN.Core.Platform;
using TorchSharp;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Benchmark;

/// <summary>What the machine itself reaches: the fastest of some products of square matrices, timed.</summary>
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
        var fastest = double.PositiveInfinity;
        for (var i = 0; i < Times; i++)
        {
            DeviceMemory.Synchronise(device);
            var clock = Stopwatch.StartNew();
            using var product = a.matmul(b);
            DeviceMemory.Synchronise(device);
            fastest = Math.Min(fastest, clock.Elapsed.TotalSeconds);
        }

        return (double)side * side * side / fastest;
    }
}
