using AsynDGAN.Core.Configuration.Reading;
using AsynDGAN.Core.Configuration.Rules;

namespace AsynDGAN.Tests.Configuration.Rules;

public class IdleKeysTests
{
    [TestCase("data: { root: nowhere/manifest.csv }", "data.source: phantom reads no files (manifest reads one's own), and data.root: nowhere/manifest.csv has no effect: leave it out")]
    [TestCase("data: { source: manifest, root: m.csv, grades: [HGG, LGG] }", "data.source: manifest has no grades, and data.grades: [HGG, LGG] has no effect: leave it out")]
    [TestCase("data: { split: file, split_file: s.csv, test_count: 1, validation_fraction: 0.5 }", "data.split_file tells each patient's part, and data.test_count: 1 and data.validation_fraction: 0.5 have no effect: leave them out")]
    [TestCase("segmentation: { boundary_weight: 2 }", "segmentation.classes: merged has no boundary, and segmentation.boundary_weight: 2 has no effect: leave it out")]
    [TestCase("data: { test_count: 1, test_fraction: 0.5 }", "data.test_count is given in its place, and data.test_fraction: 0.5 has no effect: leave it out")]
    [TestCase("data: { normalise: { by: range, to: percentile, low: 1, high: 99, white: 2 } }", "data.normalise.by: range is the data type's whole range, and data.normalise.to: percentile and data.normalise.low: 1 and data.normalise.high: 99 and data.normalise.white: 2 have no effect: leave them out")]
    [TestCase("data: { normalise: { low: 1, high: 99 } }", "data.normalise.to: median has no percentiles, and data.normalise.low: 1 and data.normalise.high: 99 have no effect: leave them out")]
    [TestCase("data: { normalise: { to: percentile, white: 2 } }", "data.normalise.to: percentile takes no median, and data.normalise.white: 2 has no effect: leave it out")]
    [TestCase("data: { patch: { pad: false } }", "without data.patch.size no patches are cut, and data.patch.pad: false has no effect: leave it out")]
    [TestCase("data: { image_size: 128 }\ngenerator: { network: unet128, blocks: 4 }", "generator.network: unet128 has no residual blocks, and generator.blocks: 4 has no effect: leave it out")]
    [TestCase("generator: { layers: 4 }", "generator.network: resnet has no hidden layers of an mlp, and generator.layers: 4 has no effect: leave it out")]
    [TestCase("discriminator: { network: pixel, layers: 2 }", "discriminator.network: pixel has its own layers, and discriminator.layers: 2 has no effect: leave it out")]
    [TestCase("generator: { init: kaiming, init_gain: 1 }", "generator.init: kaiming takes no gain, and generator.init_gain: 1 has no effect: leave it out")]
    [TestCase("discriminator: { init: kaiming, init_gain: 1 }", "discriminator.init: kaiming takes no gain, and discriminator.init_gain: 1 has no effect: leave it out")]
    public void Keys_that_nothing_looks_at_are_told(string text, string expected) =>
        Assert.That(IdleKeys.Of(ExperimentReader.Parse(text, "x.yaml", [])), Is.EqualTo(new[] { expected }));

    [TestCase("data: { source: manifest, root: m.csv }")]
    [TestCase("data: { source: brats, root: b, grades: [HGG, LGG], test_count: 1, validation_fraction: 0.5 }")]
    [TestCase("data: { split: file, split_file: s.csv }")]
    [TestCase("data: { source: dsb2018, root: r, conditions: [nuclei], patch: { size: 64 } }\nsynthesis: { masks: rearranged }\nsegmentation: { classes: ternary, boundary_weight: 2 }")]
    [TestCase("generator: { norm: batch, init: kaiming, init_gain: 1 }\ndiscriminator: { norm: batch, init: kaiming, init_gain: 1 }")]
    [TestCase("loss: { reconstruction: none, lambda_l1: 20, lambda_features: 20 }\ntraining: { steps: 9, epochs: 3, decay_epochs: 0 }")]
    [TestCase("data: { test_fraction: 0.5, normalise: { to: percentile, low: 1, high: 99 } }")]
    public void What_is_looked_at_or_as_a_run_writes_it_by_itself_is_not_told(string text)
    {
        var read = ExperimentReader.Parse(text, "x.yaml", []);
        Assert.That(IdleKeys.Of(ExperimentReader.Parse(ExperimentWriter.Write(read), "config.yaml", [])), Is.Empty);
    }

    [Test]
    public void Configurations_of_the_project_set_no_such_keys()
    {
        foreach (var path in Directory.GetFiles(Repository.At("configs"), "*.yaml"))
        {
            Assert.That(IdleKeys.Of(ExperimentReader.Read(path, [], needsRoot: false)), Is.Empty, path);
        }
    }
}
