using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Networks;
using AsynDGAN.Core.Networks.WeightFiles;
using BenchmarkDotNet.Attributes;
using static TorchSharp.torch;

namespace AsynDGAN.Benchmarks;

/// <summary>A generator's weights are written, read, and moved by Adam: by this program's and by TorchSharp's own.</summary>
public class Weights
{
    private nn.Module<Tensor, Tensor> network = null!;
    private FusedAdam fused = null!;
    private TorchSharp.Modules.Adam plain = null!;
    private MemoryStream file = null!;

    [Params(16, 64)]
    public int Filters { get; set; }

    [GlobalSetup]
    public void Make()
    {
        network = GeneratorFactory.Create(new GeneratorOptions { Filters = Filters, Blocks = 9 }, 2, 1, new Generator(1));
        (fused, plain, file) = (new FusedAdam(network), optim.Adam(network.parameters()), new MemoryStream());
        foreach (var parameter in network.parameters())
        {
            parameter.grad = randn_like(parameter);
        }

        SafetensorsFile.Write(file, network.state_dict());
    }

    [GlobalCleanup]
    public void Dispose()
    {
        fused.Dispose();
        plain.Dispose();
        network.Dispose();
    }

    [Benchmark]
    public void WriteSafetensors()
    {
        file.Position = 0;
        SafetensorsFile.Write(file, network.state_dict());
    }

    [Benchmark]
    public void ReadSafetensors()
    {
        using var scope = NewDisposeScope();
        file.Position = 0;
        SafetensorsFile.Read(file, "weights");
    }

    [Benchmark]
    public void FusedAdam() => fused.Step(0.0002);

    [Benchmark]
    public void TorchSharpAdam()
    {
        using var scope = NewDisposeScope();
        plain.step();
    }
}
