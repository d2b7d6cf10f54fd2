using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Configuration.Reading;
using AsynDGAN.Core.Setup;

namespace AsynDGAN.Tests.Setup;

public class CommentedYamlTests
{
    [Test]
    public void Keys_that_differ_or_have_a_reason_are_written_and_read_back()
    {
        var experiment = new Experiment { Name = "x", Data = new DataOptions { ImageSize = 128, Patch = new PatchOptions { Size = 128 } }, Training = new TrainingOptions { Steps = 10 } };
        var text = CommentedYaml.Write(new FittedExperiment(experiment, new Dictionary<string, string> { ["data.patch"] = "of the pictures", ["data.test_fraction"] = "a # and: a line\nmore" }), ["heading"]);
        Assert.That(text.ReplaceLineEndings("\n"), Is.EqualTo("""
            # heading
            name: x
            data:
              image_size: 128
              # of the pictures
              patch:
                size: 128
              # a # and: a line\u000amore
              test_fraction: 0.2
            training:
              steps: 10

            """.ReplaceLineEndings("\n")));
        var read = ExperimentReader.Parse(text.Replace("data:", "data:\n  source: manifest\n  root: x.csv"), "x.yaml", []);
        Assert.That((read.Data.ImageSize, read.Training.Steps), Is.EqualTo((128, 10)));
    }

    [Test]
    public void Long_reasons_are_broken_at_spaces()
    {
        var text = CommentedYaml.Write(new FittedExperiment(new Experiment(), new Dictionary<string, string> { ["seed"] = string.Join(' ', Enumerable.Repeat("word", 60)) }), []);
        Assert.That(text.Split('\n').Select(line => line.Length), Is.All.LessThanOrEqualTo(112));
        Assert.That(text.Split("word"), Has.Length.EqualTo(61));
    }
}
