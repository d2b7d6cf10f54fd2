using AsynDGAN.Core.Configuration.Reading;
using AsynDGAN.Core.Configuration.Rules;

namespace AsynDGAN.Tests.Configuration.Rules;

public class IdleKeysTests
{
    [TestCase("data: { root: nowhere/manifest.csv }", "data.source: phantom reads no files (manifest reads one's own), and data.root: nowhere/manifest.csv has no effect: leave it out")]
    [TestCase("data: { source: manifest, root: m.csv, grades: [HGG, LGG] }", "data.source: manifest has no grades, and data.grades: [HGG, LGG] has no effect: leave it out")]
    [TestCase("data: { split: file, split_file: s.csv, test_count: 1, validation_fraction: 0.5 }", "data.split_file tells each patient's part, and data.test_count: 1 and data.validation_fraction: 0.5 have no effect: leave them out")]
    [TestCase("segmentation: { boundary_weight: 2 }", "segmentation.classes: merged has no boundary, and segmentation.boundary_weight: 2 has no effect: leave it out")]
    public void Keys_that_nothing_looks_at_are_told(string text, string expected) =>
        Assert.That(IdleKeys.Of(ExperimentReader.Parse(text, "x.yaml", [])), Is.EqualTo(new[] { expected }));

    [TestCase("data: { source: manifest, root: m.csv }")]
    [TestCase("data: { source: brats, root: b, grades: [HGG, LGG], test_count: 1, validation_fraction: 0.5 }")]
    [TestCase("data: { split: file, split_file: s.csv }")]
    [TestCase("data: { source: dsb2018, root: r, conditions: [nuclei], patch: { size: 64 } }\nsynthesis: { masks: rearranged }\nsegmentation: { classes: ternary, boundary_weight: 2 }")]
    public void What_is_looked_at_or_as_a_run_writes_it_by_itself_is_not_told(string text)
    {
        var read = ExperimentReader.Parse(text, "x.yaml", []);
        Assert.That(IdleKeys.Of(ExperimentReader.Parse(ExperimentWriter.Write(read), "config.yaml", [])), Is.Empty);
    }
}
