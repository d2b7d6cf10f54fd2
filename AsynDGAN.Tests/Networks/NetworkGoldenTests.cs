using System.Text.Json;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Networks;
using AsynDGAN.Core.Networks.WeightFiles;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Networks;

/// <summary>Every network of golden/networks, computed in the three ways that the program may compute it.</summary>
public class NetworkGoldenTests
{
    public enum Way
    {
        Padded,
        OneDnnOff,
        Float64,
    }

    private static IEnumerable<string> CaseNames => GoldenFolder.Cases("networks", ".weights.safetensors");

    [Test]
    public void Values_gradients_and_buffers_equal_the_reference([ValueSource(nameof(CaseNames))] string name, [Values] Way way)
    {
        using var scope = NewDisposeScope();
        var json = GoldenFolder.Json("networks", name + ".json");
        var expected = GoldenFolder.Tensors("networks", name + ".expected.safetensors").Tensors;
        using var network = Create(json.GetProperty("settings"));
        var parameters = network.parameters().ToList();
        Assert.That(network.state_dict().Keys, Is.EquivalentTo(json.GetProperty("state_dict_keys").Deserialize<string[]>()!));
        Assert.That(parameters, Has.Count.EqualTo(json.GetProperty("parameter_tensors").GetInt32()));
        Assert.That(parameters.Sum(p => p.numel()), Is.EqualTo(json.GetProperty("parameters").GetInt64()));

        WeightFile.Load(network, GoldenFolder.File("networks", name + ".weights.safetensors"));
        var type = way == Way.Float64 ? ScalarType.Float64 : ScalarType.Float32;
        network.to(type);
        using var off = way == Way.OneDnnOff ? new WithoutOneDnn() : null;

        Dictionary<string, Tensor> actual = [];
        var input = (expected["input_u8"].to(type) / 128 - 1).detach().requires_grad_();
        network.eval();
        actual["output_eval"] = network.call(input);

        network.train();
        foreach (var dropout in network.modules().OfType<Dropout>())
        {
            dropout.p = 0;
        }

        var output = network.call(input);
        actual["output_train"] = output;
        output.backward([expected["cotangent_i8"].to(type) / 64]);
        actual["grad_input"] = input.grad!;
        foreach (var (key, parameter) in network.named_parameters())
        {
            actual["grad/" + key] = parameter.grad!;
        }

        foreach (var (key, buffer) in network.named_buffers())
        {
            actual["after/" + key] = buffer;
        }

        network.eval();
        actual["output_eval_after"] = network.call(input);

        var inputs = new[] { "input_u8", "cotangent_i8" };
        using (Assert.EnterMultipleScope())
        {
            foreach (var (key, value) in expected.Where(e => !inputs.Contains(e.Key) && !e.Key.StartsWith("u_first/")))
            {
                Compare(json, key, Subsampled(json, key, actual[key]), value, way);
            }
        }
    }

    private static IEnumerable<TestCaseData> Counts() =>
        from kind in GoldenFolder.Json("networks", "counts.json").EnumerateObject()
        where kind.Name is "generator" or "discriminator"
        from entry in kind.Value.EnumerateObject()
        select new TestCaseData(entry.Name, entry.Value.GetProperty("parameters").GetInt64());

    [TestCaseSource(nameof(Counts))]
    public void The_number_of_parameters_is_the_references(string key, long parameters)
    {
        var words = key.Split('|').Select(word => word.Split('=')).ToDictionary(w => w[0], w => w.Length > 1 ? w[1] : w[0]);
        var norm = Enum.Parse<Norm>(words["norm"], ignoreCase: true);
        var channels = int.Parse(words["in"]);
        using var network = key.Split('|')[0] switch
        {
            "pixel" => new PixelDiscriminator(channels, 64, norm),
            "unet_128" => new UnetGenerator(channels, channels, 64, 7, norm, 0),
            "unet_256" => new UnetGenerator(channels, channels, 64, 8, norm, 0),
            "resnet_6blocks" => new ResnetGenerator(channels, channels, 64, 6, norm, 0.5),
            "resnet_9blocks" => new ResnetGenerator(channels, channels, 64, 9, norm, 0),
            _ => (nn.Module<Tensor, Tensor>)new PatchDiscriminator(channels, 64, int.Parse(words["n_layers"]), norm, false),
        };
        Assert.That(network.parameters().Sum(p => p.numel()), Is.EqualTo(parameters));
    }

    private static nn.Module<Tensor, Tensor> Create(JsonElement settings)
    {
        var norm = Enum.Parse<Norm>(settings.GetProperty("norm").GetString()!, ignoreCase: true);
        var inputs = settings.GetProperty("input_nc").GetInt32();
        if (settings.GetProperty("kind").GetString() == "discriminator")
        {
            var filters = settings.GetProperty("ndf").GetInt32();
            return settings.GetProperty("netD").GetString() == "pixel"
                ? new PixelDiscriminator(inputs, filters, norm)
                : new PatchDiscriminator(
                    inputs, filters, settings.GetProperty("n_layers_D").GetInt32(), norm, settings.TryGetProperty("spectral_norm", out _));
        }

        var outputs = settings.GetProperty("output_nc").GetInt32();
        var generatorFilters = settings.GetProperty("ngf").GetInt32();
        var dropout = settings.GetProperty("use_dropout").GetBoolean() ? 0.5 : 0;
        return settings.GetProperty("netG").GetString() switch
        {
            "unet_128" => new UnetGenerator(inputs, outputs, generatorFilters, 7, norm, dropout),
            "unet_256" => new UnetGenerator(inputs, outputs, generatorFilters, 8, norm, dropout),
            "resnet_6blocks" => new ResnetGenerator(inputs, outputs, generatorFilters, 6, norm, dropout),
            "resnet_9blocks" => new ResnetGenerator(inputs, outputs, generatorFilters, 9, norm, dropout),
            _ => new ResnetGenerator(inputs, outputs, generatorFilters, settings.GetProperty("n_blocks").GetInt32(), norm, dropout),
        };
    }

    // Large tensors are stored with rows from 1 and columns from 2 in steps of k.
    private static Tensor Subsampled(JsonElement json, string key, Tensor tensor)
    {
        var subsample = json.GetProperty("spatial_subsample");
        if (subsample.ValueKind == JsonValueKind.Null || !subsample.GetProperty("tensors").Deserialize<string[]>()!.Contains(key))
        {
            return tensor;
        }

        var step = long.Parse(subsample.GetProperty("rows").GetString()!.Split("::")[1]);
        return tensor.index(TensorIndex.Ellipsis, TensorIndex.Slice(1, null, step), TensorIndex.Slice(2, null, step));
    }

    private static void Compare(JsonElement json, string key, Tensor actual, Tensor expected, Way way)
    {
        if (!json.GetProperty("tolerance_per_tensor").TryGetProperty(key, out var tolerance))
        {
            TensorAssert.AreEqual(actual, expected, key);
            return;
        }

        var atol = tolerance.GetProperty("atol").GetDouble();
        if (way != Way.Float64)
        {
            TensorAssert.IsClose(actual, expected, json.GetProperty("rtol").GetDouble(), atol, key);
            return;
        }

        // An inert parameter's gradient is exactly 0, so that its own size says nothing; float32's tolerance scaled does.
        var inert = tolerance.TryGetProperty("inert", out _);
        TensorAssert.IsClose(actual, expected, 1e-6, inert ? 1e-3 * atol : 1e-7 * tolerance.GetProperty("max_abs").GetDouble(), key);
    }
}
