using System.Diagnostics;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Networks;
using AsynDGAN.Core.Networks.WeightFiles;
using AsynDGAN.Core.Segmentation;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Networks;

/// <summary>scripts/weights_in_pytorch.py: the same weights and inputs give the same outputs in PyTorch, where Python has it.</summary>
public sealed class WeightsInPyTorchTests
{
    private const int WithoutTorch = 77;

    private const string Program = """
        import sys

        sys.path.insert(0, sys.argv[1])
        try:
            from weights_in_pytorch import load, read_safetensors
        except ImportError:
            sys.exit(77)
        for weights, inputs, output in zip(*[iter(sys.argv[2:])] * 3):
            drawn = load(weights)(read_safetensors(inputs)[0]["x"])
            with open(output, "wb") as file:
                file.write(drawn.detach().numpy().tobytes())
        """;

    [Test]
    public void Generators_and_the_segmentation_network_give_the_same_outputs()
    {
        using var folder = new TemporaryFolder();
        using var scope = NewDisposeScope();
        (string Name, nn.Module<Tensor, Tensor> Network, long[] Shape)[] cases =
        [
            ("transposed", Generator(new GeneratorOptions { Blocks = 2, Filters = 3 }), [2, 3, 32, 32]),
            ("batch and dropout", Generator(new GeneratorOptions { Blocks = 1, Filters = 2, Norm = Norm.Batch, Dropout = 0.3 }), [1, 3, 16, 16]),
            ("resize", Generator(new GeneratorOptions { Blocks = 1, Filters = 2, Norm = Norm.None, Upsampling = Upsampling.Resize }), [1, 3, 16, 16]),
            ("segmentation", SegmentationTrainer.NewNetwork(new SegmentationOptions { Filters = 3, Depth = 3, Dropout = 0.5 }, 2, seed: 1), [1, 2, 32, 32]),
            ("segmentation, instance, odd", SegmentationTrainer.NewNetwork(new SegmentationOptions { Filters = 2, Depth = 3, Norm = Norm.Instance }, 1, seed: 2), [2, 1, 19, 30]),
        ];
        var (arguments, expected) = (new List<string>(), new List<Tensor>());
        foreach (var (name, network, shape) in cases)
        {
            var x = rand(shape, generator: new Generator(3)) * 2 - 1;
            Move(network, x);
            network.eval();
            string[] files = [folder.Join(name + ".weights"), folder.Join(name + ".input"), folder.Join(name + ".output")];
            Save(network, files[0], shape[1]);
            SafetensorsFile.Write(files[1], new Dictionary<string, Tensor> { ["x"] = x }, null);
            arguments.AddRange(files);
            expected.Add(network.call(x).detach());
        }

        Run(arguments);
        var golden = GoldenFolder.Json("networks", "resnet6_instance_1to1.json");
        var atol = golden.GetProperty("tolerance_per_tensor").GetProperty("output_eval").GetProperty("atol").GetDouble();
        foreach (var (one, there) in cases.Zip(expected))
        {
            var bytes = File.ReadAllBytes(folder.Join(one.Name + ".output"));
            Assert.That(bytes, Has.Length.EqualTo(4 * there.numel()), one.Name);
            var values = new float[there.numel()];
            Buffer.BlockCopy(bytes, 0, values, 0, bytes.Length);
            TensorAssert.IsClose(tensor(values, there.shape), there, golden.GetProperty("rtol").GetDouble(), atol, one.Name);
        }
    }

    private static nn.Module<Tensor, Tensor> Generator(GeneratorOptions options) => GeneratorFactory.Create(options, 3, 2, new Generator(1));

    /// <summary>Running statistics other than those at the start.</summary>
    private static void Move(nn.Module<Tensor, Tensor> network, Tensor x)
    {
        network.train();
        network.call(x).Dispose();
    }

    private static void Save(nn.Module<Tensor, Tensor> network, string file, long channels)
    {
        if (network is SegmentationUNet)
        {
            var norm = network.state_dict().Keys.Any(name => name.EndsWith("running_mean", StringComparison.Ordinal)) ? Norm.Batch : Norm.Instance;
            var options = new SegmentationOptions { Norm = norm, Dropout = network.modules().OfType<TorchSharp.Modules.Dropout>().Any() ? 0.5 : 0 };
            new SegmentationModel(network, new Experiment { Segmentation = options }, (int)channels, "data").Save(file);
            return;
        }

        WeightFile.Save(network, file);
    }

    /// <summary>Runs the program with the first Python that has PyTorch and NumPy.</summary>
    private static void Run(IEnumerable<string> arguments)
    {
        foreach (var python in new[] { "python3", "/usr/bin/python3", "python" })
        {
            if (Ended(python, ["-c", Program, Repository.At("scripts"), .. arguments]) is (not WithoutTorch and var exitCode, _, var error))
            {
                Assert.That(exitCode, Is.Zero, error);
                return;
            }
        }

        Assert.Ignore($"{TestContext.CurrentContext.Test.Name}: there is no Python with PyTorch and NumPy");
    }

    /// <returns>Null where there is no such Python.</returns>
    private static (int ExitCode, string Output, string Error)? Ended(string python, IEnumerable<string> arguments)
    {
        try
        {
            return StartedProcess.Run(new ProcessStartInfo(python, arguments));
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
