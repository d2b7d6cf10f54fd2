using AsynDGAN.Core;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Networks.WeightFiles;
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

    [Test]
    public void A_network_knows_its_images()
    {
        using var folder = new TemporaryFolder();
        using var scope = NewDisposeScope();
        var experiment = Small with { Data = new DataOptions { Source = DataSource.Manifest, Root = "m.csv", ChannelNames = ["t1", "t2", "flair"], Channels = ["flair", "t1"] } };
        using var model = new SegmentationModel(SegmentationTrainer.NewNetwork(Small.Segmentation, imageChannels: 2, seed: 1), experiment, 2, "data") { TakesVolumes = true };
        model.Save(folder.Join("row.safetensors"));
        using var read = SegmentationModel.Load(folder.Join("row.safetensors"));
        Assert.That((read.TakesVolumes, read.ImageChannels), Is.EqualTo((true, 2)));
        Assert.That(read.Channels.Wanted, Is.EqualTo(new[] { "flair", "t1" }));
        var metadata = SafetensorsFile.Read(folder.Join("row.safetensors")).Metadata;
        Assert.That((metadata["channels"], metadata["images"]), Is.EqualTo(("flair, t1", "volumes")));
        Assert.That((metadata.ContainsKey("training_contents"), metadata.ContainsKey("training_images"), read.KnowsPreparedImages), Is.EqualTo((true, false, false)));
    }

    [TestCase("lgg-mri", false)]
    [TestCase("brats", true)]
    [TestCase("hdf5", true)]
    [TestCase("manifest", false)]
    public void One_of_a_version_that_did_not_say_is_of_what_its_source_has(string source, bool volumes)
    {
        using var folder = new TemporaryFolder();
        using var scope = NewDisposeScope();
        using var network = SegmentationTrainer.NewNetwork(Small.Segmentation, imageChannels: 1, seed: 1);
        var path = folder.Join("row.safetensors");
        WeightFile.Save(network, path, new Dictionary<string, string>
        {
            ["configuration"] = $"data: {{ source: {source}, root: r }}\nsegmentation: {{ filters: 2, depth: 2 }}\n",
            ["image_channels"] = "1",
            ["data"] = "fingerprint",
        });
        using var read = SegmentationModel.Load(path);
        Assert.That(read.TakesVolumes, Is.EqualTo(volumes));
    }

    [TestCase("", true)]
    [TestCase(", patch: { size: 32 }", false)]
    public void Digests_of_patches_that_an_earlier_version_kept_tell_of_no_picture(string patch, bool tells)
    {
        using var folder = new TemporaryFolder();
        using var scope = NewDisposeScope();
        using var network = SegmentationTrainer.NewNetwork(Small.Segmentation, imageChannels: 1, seed: 1);
        var path = folder.Join("row.safetensors");
        WeightFile.Save(network, path, new Dictionary<string, string>
        {
            ["configuration"] = $"data: {{ source: manifest, root: m.csv, image_size: 32{patch} }}\nsegmentation: {{ filters: 2, depth: 2 }}\n",
            ["image_channels"] = "1",
            ["data"] = "fingerprint",
            ["training_images"] = "one another",
        });
        using var read = SegmentationModel.Load(path);
        Assert.That(read.TrainingImages is not null, Is.EqualTo(tells));
        (read with { TrainingImages = new HashSet<string> { "one" } }).Save(path);
        using var saved = SegmentationModel.Load(path);
        Assert.That(saved.TrainingImages, Is.EqualTo(new[] { "one" }), "one of this version");
    }

    private static SegmentationModel New() => new(SegmentationTrainer.NewNetwork(Small.Segmentation, imageChannels: 1, seed: 1), Small, 1, "data");
}
