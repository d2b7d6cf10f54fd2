using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Configuration.Keys;
using AsynDGAN.Core.Configuration.Reading;

namespace AsynDGAN.Tests.Configuration.Keys;

public class ExperimentDifferenceTests
{
    [Test]
    public void Equal_experiments_differ_in_nothing()
    {
        Assert.That(ExperimentDifference.Between(new Experiment(), ExperimentReader.Parse("{}", "x.yaml", []) with { Name = "" }), Is.Empty);
    }

    [Test]
    public void Every_differing_key_is_listed_with_both_values()
    {
        var old = new Experiment { Name = "a" };
        var @new = new Experiment
        {
            Name = "a",
            Device = "cuda:0",
            Data = new DataOptions
            {
                Root = "x y",
                Conditions = [ConditionChannel.Head, ConditionChannel.Tumour],
                Normalise = new NormaliseOptions { White = 2.5 },
            },
            Sites = new SiteOptions { Merge = new Dictionary<string, string> { ["EZ"] = "CS" } },
            Loss = new LossOptions { Gan = GanLoss.WganGp },
            Training = new TrainingOptions { Steps = 8000, LearningRate = 1e-5 },
        };
        Assert.That(ExperimentDifference.Between(old, @new), Is.EqualTo(new ExperimentDifference[]
        {
            new("device", "auto", "\"cuda:0\""),
            new("data.root", "null", "\"x y\""),
            new("data.normalise.white", "2.6", "2.5"),
            new("data.conditions", "[tumour, head]", "[head, tumour]"),
            new("sites.merge", "{}", "{EZ: CS}"),
            new("loss.gan", "vanilla", "wgan-gp"),
            new("training.steps", "null", "8000"),
            new("training.learning_rate", "0.0002", "1.0E-05"),
        }));
    }
}
