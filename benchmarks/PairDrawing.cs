using AsynDGAN.Core.Benchmark;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data.Batches;
using BenchmarkDotNet.Attributes;
using TorchSharp;

namespace AsynDGAN.Benchmarks;

/// <summary>A site draws a pair: resized, normalised, changed.</summary>
public class PairDrawing
{
    private EmbeddedData data = null!;
    private IPairs pairs = null!;
    private BatchOrder order = null!;
    private long exchange;

    [Params(64, 256)]
    public int Size { get; set; }

    /// <summary>Whether pairs are turned and shifted, or only mirrored.</summary>
    [Params(false, true)]
    public bool Moves { get; set; }

    [GlobalSetup]
    public void Make()
    {
        var augment = Moves ? new AugmentOptions { Shift = 0.1, Rotate = 10, Scale = 0.1 } : new AugmentOptions();
        data = EmbeddedData.Make(new Experiment { Data = new DataOptions { ImageSize = Size, Augment = augment } }, 1, torch.CPU);
        pairs = data.Sites[0].Training;
        order = new BatchOrder(1, data.Sites[0].Name, pairs.Count);
    }

    [GlobalCleanup]
    public void Dispose() => data.Dispose();

    [Benchmark]
    public void Pair()
    {
        using var scope = torch.NewDisposeScope();
        order.Pairs(pairs, 1, exchange++);
    }
}
