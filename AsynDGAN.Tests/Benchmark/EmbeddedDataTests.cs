using AsynDGAN.Core.Benchmark;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Configuration.Reading;
using AsynDGAN.Core.Data.Batches;
using AsynDGAN.Core.Platform;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Benchmark;

public class EmbeddedDataTests
{
    [TestCase("quickstart", 4, 2, 1, 64)]
    [TestCase("lgg", 4, 2, 1, 64)]
    [TestCase("lgg-tumour-size", 8, 2, 1, 64)]
    [TestCase("brats", 10, 4, 1, 256)]
    [TestCase("brats-small", 10, 2, 1, 64)]
    [TestCase("nuclei", 4, 2, 3, 256)]
    [TestCase("nuclei-dsb2018", 4, 2, 3, 128)]
    public void It_has_the_shapes_of_a_configuration_without_its_data(string name, int sites, int conditions, int channels, int size)
    {
        using var scope = NewDisposeScope();
        var experiment = ExperimentReader.Read(Repository.At($"configs/{name}.yaml"), ["data.root=."]);
        using var data = EmbeddedData.Make(experiment, EmbeddedData.SitesOf(experiment), CPU);
        Assert.That(data.Sites, Has.Count.EqualTo(sites));
        var training = data.Sites[^1].Training;
        var pair = training.Take([0, 1], SplitMix64.For(1, RandomPurpose.Augmentation));
        Assert.Multiple(() =>
        {
            Assert.That(training.Count, Is.AtLeast(experiment.Training.BatchSize));
            Assert.That(pair.Condition.shape, Is.EqualTo(new long[] { 2, conditions, size, size }));
            Assert.That(pair.Image.shape, Is.EqualTo(new long[] { 2, channels, size, size }));
            Assert.That(pair.Condition.abs().eq(1).all().item<bool>(), Is.True);
            Assert.That(pair.Image.abs().le(1).all().item<bool>(), Is.True);
        });
        for (var channel = 0; channel < conditions; channel++)
        {
            Assert.That(pair.Condition.narrow(1, channel, 1).min().item<float>(), Is.EqualTo(-1), $"outside of channel {channel}");
            Assert.That(pair.Condition.narrow(1, channel, 1).max().item<float>(), Is.EqualTo(1), $"inside of channel {channel}");
        }
    }

    [TestCase("quickstart", 1 + 1)]
    [TestCase("nuclei", 3 + 2)]
    public void Its_bytes_are_those_that_a_site_keeps(string name, int bytesAPixel)
    {
        using var scope = NewDisposeScope();
        var experiment = ExperimentReader.Read(Repository.At($"configs/{name}.yaml"), ["data.root=."]);
        using var data = EmbeddedData.Make(experiment, 1, CPU);
        var slice = ((SampleSet)data.Sites[0].Training).Infos[0].Geometry;
        Assert.That(data.BytesASite, Is.EqualTo(data.Sites[0].Training.Count * bytesAPixel * slice.Height * slice.Width));
    }

    [TestCase(null, 3)]
    [TestCase(6, 5)]
    public void Sites_that_are_left_out_are_no_sites(int? count, int sites) =>
        Assert.That(EmbeddedData.SitesOf(new Experiment { Data = new DataOptions { Source = DataSource.LggMri }, Sites = new SiteOptions { Count = count, Without = ["CS"] } }), Is.EqualTo(sites));

    [TestCase(3, 1, 2)]
    [TestCase(2, 1, 1)]
    [TestCase(4, 0, 4)]
    public void Merged_institutions_of_the_phantom_are_one_site(int institutions, int merged, int sites) => Assert.That(
        EmbeddedData.SitesOf(new Experiment
        {
            Data = new DataOptions { Phantom = new PhantomOptions { Institutions = institutions } },
            Sites = new SiteOptions { Merge = Enumerable.Range(1, merged).ToDictionary(i => $"site-{i}", _ => $"site-{institutions}") },
        }),
        Is.EqualTo(sites));

    [TestCase(new string[0], new[] { "t1", "t2" }, 2)]
    [TestCase(new[] { "t2" }, new[] { "t1", "t2" }, 1)]
    [TestCase(new[] { "red", "blue" }, new string[0], 2)]
    [TestCase(new string[0], new string[0], 1)]
    public void A_manifests_images_have_the_channels_that_it_names(string[] channels, string[] names, int count)
    {
        using var scope = NewDisposeScope();
        var experiment = new Experiment { Data = new DataOptions { Source = DataSource.Manifest, Root = "m.csv", ImageSize = 16, Channels = channels, ChannelNames = names } };
        using var data = EmbeddedData.Make(experiment, 1, CPU);
        Assert.That(data.Sites[0].Training.ImageShape[0], Is.EqualTo(count));
    }

    [TestCase(SiteMode.Pooled, "all")]
    [TestCase(SiteMode.Single, "mine")]
    public void The_mode_decides_what_the_run_sees(SiteMode mode, string name)
    {
        using var scope = NewDisposeScope();
        var experiment = new Experiment { Sites = new SiteOptions { Mode = mode, Only = mode == SiteMode.Single ? name : null, InCondition = true }, Data = new DataOptions { ImageSize = 16 } };
        using var data = EmbeddedData.Make(experiment, 3, CPU);
        Assert.Multiple(() =>
        {
            Assert.That(data.Sites.Select(site => site.Name), Is.EqualTo(new[] { name }));
            Assert.That(data.Distributed, Has.Count.EqualTo(3));
            Assert.That(data.Sites[0].Training.ConditionShape[0], Is.EqualTo(2 + 3), "a channel a site");
            Assert.That(data.Sites[0].Training.Count, Is.EqualTo((mode == SiteMode.Pooled ? 3 : 1) * data.Distributed[0].TrainingSamples));
        });
    }
}
