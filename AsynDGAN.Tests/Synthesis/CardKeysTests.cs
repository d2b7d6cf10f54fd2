using System.Text.RegularExpressions;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Configuration.Reading;
using AsynDGAN.Core.Data;
using AsynDGAN.Core.Networks.WeightFiles;
using AsynDGAN.Core.Synthesis;
using AsynDGAN.Core.Training;
using AsynDGAN.Tests.Cli;
using AsynDGAN.Tests.Runs;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Synthesis;

/// <summary>The keys that a card names, by which its set is read as real data are.</summary>
public partial class CardKeysTests
{
    private static readonly string[] bySource = ["data.source=manifest", "data.root=manifest.csv", "data.normalise.by=range", "data.crop=none"];

    [TestCase("lgg.yaml", "data.channels=[]", "sites.merge={}")]
    [TestCase("lgg-tumour-size.yaml", "data.channels=[]", "sites.by=institution", "sites.count=null")]
    [TestCase("brats.yaml", "data.channels=[]", "sites.by=institution", "sites.count=null", "data.conditions=[tumour, outline]")]
    [TestCase("brats-small.yaml", "data.channels=[]", "sites.by=institution", "sites.count=null")]
    [TestCase("quickstart.yaml")]
    public void Over_a_configuration_that_is_shipped_they_keep_its_rules(string file, params string[] keys)
    {
        var path = Repository.At(Path.Combine("configs", file));
        var named = Keys(ExperimentReader.Read(path, [], needsRoot: false));
        Assert.That(named, Is.EqualTo(bySource.Concat(keys)));
        Assert.That(() => ExperimentReader.Read(path, named), Throws.Nothing);
    }

    [TestCase("nuclei.yaml")]
    [TestCase("nuclei-dsb2018.yaml")]
    public void Of_nuclei_which_a_manifest_does_not_tell_apart_there_are_none(string file)
    {
        var experiment = ExperimentReader.Read(Repository.At(Path.Combine("configs", file)), [], needsRoot: false);
        Assert.That(Card(experiment), Does.EndWith("Masks: 255 inside a nucleus, 128 where two touch, 0 outside; of the layout for nnU-Net 1, 2 and 0.\n").And.Not.Contain("data.source manifest"));
        Assert.That(
            Card(experiment with { Data = experiment.Data with { Conditions = [ConditionChannel.Nuclei] } }),
            Does.EndWith("Masks: 255 inside a nucleus, 0 outside; of the layout for nnU-Net 1 and 0.\n").And.Not.Contain("data.source manifest"));
    }

    [TestCase("channel_names: [t1, t2, t3], channels: [t2]", "data.channels=[]", "data.channel_names=[]")]
    [TestCase("channel_names: [t1, t2, t3], channels: [t3, t1]", "data.channel_names=[t3, t1]")]
    [TestCase("channels: [green]", "data.channels=[]")]
    [TestCase("image_size: 64, patch: { size: 72, stride: 36 }, augment: { load_size: 72 }", "data.patch.size=null", "data.patch.stride=null", "data.augment.load_size=null")]
    [TestCase("encoding: latin-1, split: file, split_file: split.csv", "data.encoding=utf-8", "data.split=seed", "data.split_file=null")]
    public void Over_keys_of_a_manifest_s_own_images_they_keep_the_rules(string data, params string[] keys)
    {
        var text = $"data: {{ source: manifest, root: m.csv, {data} }}";
        var named = Keys(ExperimentReader.Parse(text, "own.yaml", []));
        Assert.That(named, Is.EqualTo(bySource.Concat(keys)));
        Assert.That(() => ExperimentReader.Parse(text, "own.yaml", named), Throws.Nothing);
    }

    [Test]
    public void A_set_of_one_of_several_channels_and_of_merged_sites_is_read_by_them()
    {
        using var work = new WorkFolder();
        foreach (var (patient, radius) in new[] { ("TCGA_CS_0001_19960909", 7.0), ("TCGA_EZ_0002_19960909", 5.4) })
        {
            WorkFolder.Save(work.Slice("mri", patient, 1), WorkFolder.Disc(3, radius, 120));
            WorkFolder.Save(work.Slice("mri", patient, 1, mask: true), WorkFolder.Disc(1, radius - 3, 255));
        }

        work.Write("mri.yaml", $$"""
            device: cpu
            data: { source: lgg-mri, root: {{work.Join("mri")}}, channels: [flair], image_size: 16, crop: head, min_mask_pixels: 1, test_fraction: 0, validation_fraction: 0 }
            sites: { merge: { EZ: CS } }
            generator: { blocks: 1, filters: 2 }
            discriminator: { layers: 1, filters: 2 }
            """);
        var experiment = ExperimentReader.Read(work.Join("mri.yaml"), []);
        using (var data = Dataset.Load(experiment, CPU))
        using (var generator = Simulation.NewGenerator(experiment, data))
        {
            WeightFile.Save(generator, work.Join("generator.safetensors"));
        }

        var images = new Synthesiser(experiment, new RunOrigin(null, work.Join("generator.safetensors"), "mri.yaml"), nnUnet: false, new RecordingDisplay())
            .Execute(work.Join("set"), resume: false, overwrite: false, default).Images;
        string[] named = [.. KeysOf(File.ReadAllText(work.Join("set", "card.md"))), "data.root=" + work.Join("set", "manifest.csv")];
        using var drawn = Dataset.Load(ExperimentReader.Read(work.Join("set", "config.yaml"), named), CPU);
        Assert.That(drawn.Sites.Select(site => (site.Name, site.Training.Count)), Is.EqualTo(new[] { ("CS", images) }));
    }

    private static string[] Keys(Experiment experiment) => KeysOf(Card(experiment));

    private static string Card(Experiment experiment) =>
        DataCard.Text(experiment, new RunOrigin(null, "weights", ""), "0", [new Dictionary<string, string> { ["site"] = "a", ["mixed"] = "false" }], 1);

    private static string[] KeysOf(string card) =>
    [
        .. Key().Matches(card[card.IndexOf("To train on it as on real data: ", StringComparison.Ordinal)..].Trim().TrimEnd('.')).Select(key => $"{key.Groups[1].Value}={key.Groups[2].Value}"),
    ];

    [GeneratedRegex(@"\b((?:data|sites)(?:\.[a-z_]+)+) (\[.*?\]|\{.*?\}|[^ ,]+)")]
    private static partial Regex Key();
}
