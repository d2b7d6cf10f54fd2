using AsynDGAN.Core;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Segmentation;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Segmentation;

public sealed class SegmentationModelTests
{
    private static readonly Experiment Small = new() { Name = "small", Segmentation = new SegmentationOptions { Filters = 2, Depth = 2 } };

    [Test]
    public void A_network_that_is_not_finite_is_not_saved()
    {
        using var folder = new TemporaryFolder();
        using var scope = NewDisposeScope();
        using var model = New();
        model.Network.parameters().Last().detach().fill_(float.NaN);
        Assert.That(() => model.Save(folder.Join("row.safetensors")), Throws.TypeOf<UserException>().With.Message.Contains("row.safetensors is not written"));
        Assert.That(folder.Names(), Is.Empty);
    }

    [Test]
    public void A_changed_byte_anywhere_in_a_networks_file_is_refused()
    {
        using var folder = new TemporaryFolder();
        using var scope = NewDisposeScope();
        using var model = New();
        var path = folder.Join("row.safetensors");
        model.Save(path);
        var sound = File.ReadAllBytes(path);
        for (var i = 0; i < sound.Length; i += 97)
        {
            var changed = sound.ToArray();
            changed[i] ^= 1;
            File.WriteAllBytes(path, changed);
            Assert.That(() => SegmentationModel.Load(path), Throws.TypeOf<UserException>().With.Message.Contains("row.safetensors"), $"byte {i}");
        }
    }

    private static SegmentationModel New() => new(SegmentationTrainer.NewNetwork(Small.Segmentation, imageChannels: 1, seed: 1), Small, 1, "data");
}
