using AsynDGAN.Core;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Networks;
using AsynDGAN.Core.Networks.WeightFiles;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Networks.WeightFiles;

public class WeightFileTests
{
    private string path = null!;

    [SetUp]
    public void TakeFile() => path = Path.GetTempFileName();

    [TearDown]
    public void DeleteFile() => File.Delete(path);

    [Test]
    public void What_was_saved_is_loaded()
    {
        using var scope = NewDisposeScope();
        using var saved = Network(1, Norm.Batch);
        using var loaded = Network(2, Norm.Batch);
        WeightFile.Save(saved, path, new Dictionary<string, string> { ["network"] = "pixel" });
        Assert.That(WeightFile.Load(loaded, path)["network"], Is.EqualTo("pixel"));
        foreach (var (name, value) in saved.state_dict())
        {
            TensorAssert.AreEqual(loaded.state_dict()[name], value, name);
        }

        Assert.That(loaded.parameters().Select(p => p.requires_grad), Is.All.True);
    }

    [Test]
    public void Every_difference_is_reported_and_nothing_loaded()
    {
        using var scope = NewDisposeScope();
        using var network = Network(1, Norm.Batch);
        var tensors = Network(2, Norm.Batch).state_dict();
        tensors.Remove("net.2.weight");
        tensors["net.5.weight"] = zeros(1, 7, 1, 1);
        tensors["net.3.bias"] = tensors["net.3.bias"].to(ScalarType.Int64);
        tensors["net.9.weight"] = zeros(1);
        SafetensorsFile.Write(path, tensors);
        var before = network.state_dict().ToDictionary(s => s.Key, s => s.Value.clone());

        var fault = Assert.Throws<UserException>(() => WeightFile.Load(network, path))!;
        Assert.That(fault.Message, Is.EqualTo(
            $"{path} does not fit the network: net.2.weight is missing; net.3.bias is of type Int64 instead of Float32; "
            + "net.5.weight has the shape [1, 7, 1, 1] instead of [1, 4, 1, 1]; net.9.weight is unexpected"));
        foreach (var (name, value) in network.state_dict())
        {
            TensorAssert.AreEqual(value, before[name], name);
        }
    }

    [Test]
    public void Of_many_differences_some_of_each_kind_are_named_and_the_others_counted()
    {
        using var scope = NewDisposeScope();
        using var network = Network(1, Norm.Batch);
        SafetensorsFile.Write(path, Enumerable.Range(1, 50).ToDictionary(i => $"other.{i:D2}", _ => zeros(1)));
        var missing = network.state_dict().Keys.ToList();
        Assert.That(
            () => WeightFile.Load(network, path),
            Throws.TypeOf<UserException>().With.Message.EqualTo(
                $"{path} does not fit the network: {missing[0]} is missing; {missing[1]} is missing; {missing[2]} is missing; "
                + $"other.01 is unexpected; other.02 is unexpected; other.03 is unexpected; and {missing.Count - 3 + 47} more tensors"));
    }

    [Test]
    public void A_checkpoint_that_is_given_for_weights_is_known_and_the_weights_are_named()
    {
        using var scope = NewDisposeScope();
        using var network = Network(1, Norm.Batch);
        SafetensorsFile.Write(path, network.state_dict().ToDictionary(tensor => "network/" + tensor.Key, tensor => tensor.Value));
        Assert.That(
            () => WeightFile.Load(network, path),
            Throws.TypeOf<UserException>().With.Message.Contains("does not fit the network: it is a part of a checkpoint, from which training goes on")
                .And.Message.Not.Contains("is missing").And.Property(nameof(UserException.Hint)).Contains("weights/generator.safetensors"));
    }

    [Test]
    public void Weights_that_are_not_finite_are_refused([Values(float.NaN, float.NegativeInfinity)] float value)
    {
        using var scope = NewDisposeScope();
        using var network = Network(1, Norm.Instance);
        var tensors = Network(2, Norm.Instance).state_dict();
        tensors["net.2.weight"].detach().flatten()[0] = value;
        SafetensorsFile.Write(path, tensors);
        Assert.That(
            () => WeightFile.Load(network, path),
            Throws.TypeOf<UserException>().With.Message.EqualTo($"{path} has values that are infinite or no numbers, in net.2.weight"));
        Assert.That(WeightFile.FirstNotFinite(network), Is.Null);
    }

    [Test]
    public void Weights_of_another_precision_are_converted()
    {
        using var scope = NewDisposeScope();
        using var network = Network(1, Norm.Instance);
        SafetensorsFile.Write(path, network.state_dict().ToDictionary(s => s.Key, s => s.Value.to(ScalarType.Float16)));
        WeightFile.Load(network, path);
        Assert.That(network.parameters().Select(p => p.dtype), Is.All.EqualTo(ScalarType.Float32));
    }

    private static nn.Module<Tensor, Tensor> Network(ulong seed, Norm norm)
    {
        using var random = new Generator(seed);
        return DiscriminatorFactory.Create(new() { Network = DiscriminatorNetwork.Pixel, Filters = 2, Norm = norm }, 2, random);
    }
}
