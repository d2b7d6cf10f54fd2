using AsynDGAN.Core;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data.Sites;
using AsynDGAN.Core.Reuse;
using AsynDGAN.Core.Runs;
using AsynDGAN.Core.Training;

namespace AsynDGAN.Tests.Training;

public class ResumeRulesTests
{
    private static readonly Experiment Before = new() { Name = "a", Training = new TrainingOptions { Epochs = 5, DecayEpochs = 5 } };

    [Test]
    public void The_device_and_what_is_logged_may_change()
    {
        var now = Before with
        {
            Device = "cuda",
            Training = Before.Training with { LogEvery = 1, CheckpointEvery = 2, SamplesEvery = 3 },
        };
        Assert.That(() => Check(now, step: 80), Throws.Nothing);
    }

    [Test]
    public void The_length_may_change_until_the_learning_rate_falls()
    {
        var longer = Before with { Training = Before.Training with { Epochs = 20 } };
        Assert.Multiple(() =>
        {
            Assert.That(() => Check(longer, step: 50), Throws.Nothing);
            Assert.That(() => Check(longer, step: 51), Throws.TypeOf<UserException>().With.Message.Contains("training.epochs: 5 in the run, 20 now"));
        });
    }

    [Test]
    public void Every_other_difference_is_shown()
    {
        var now = Before with { Seed = 2, Loss = new LossOptions { LambdaL1 = 3 } };
        Assert.That(() => Check(now, step: 1), Throws.TypeOf<UserException>()
            .With.Message.Contains("seed: 1 in the run, 2 now").And.Message.Contains("loss.lambda_l1: 100 in the run, 3 now"));
    }

    [Test]
    public void What_the_state_says_counts_where_the_configuration_beside_it_was_edited()
    {
        using var folder = new TemporaryFolder();
        var edited = Before with { Loss = new LossOptions { LambdaL1 = 500 } };
        var state = new CheckpointState(1, 1, StepsPerEpoch: 10, "cpu", 1, "", "", []) { Identity = Dependence.Run.Of(Before).Parts };
        var run = RunFolder.Create(folder.Join("run"), overwrite: false);
        Assert.That(() => ResumeRules.Check(edited, Before, state, run), Throws.Nothing);
        Assert.That(() => ResumeRules.Check(edited, edited, state, run), Throws.TypeOf<UserException>().With.Message.Contains("loss.lambda_l1: 100 in the run, 500 now"));
    }

    [Test]
    public void Another_key_of_the_sites_is_refused_and_another_place_of_the_same_key_is_not()
    {
        using var folder = new TemporaryFolder();
        var (run, keyed) = (RunFolder.Create(folder.Join("run"), overwrite: false), Key("a.key", "secret"));
        var state = new CheckpointState(1, 1, StepsPerEpoch: 10, "cpu", 1, "", "", []) { SiteKey = SiteKey.Of(keyed).Digest };
        Assert.Multiple(() =>
        {
            Assert.That(() => ResumeRules.Check(keyed, Key("moved.key", "secret"), state, run), Throws.Nothing);
            Assert.That(() => ResumeRules.Check(keyed, Key("b.key", "other"), state, run), Throws.TypeOf<UserException>().With.Message.Contains("b.key is another key").And.Property("Hint").StartsWith("Give the file"));
            Assert.That(() => ResumeRules.Check(Before, keyed, state with { SiteKey = SiteKey.Of(Before).Digest }, run), Throws.TypeOf<UserException>().With.Property("Hint").StartsWith("Leave sites.key_file out"));
            Assert.That(() => ResumeRules.Check(keyed, Before, state, run), Throws.TypeOf<UserException>().With.Message.Contains("sites.key_file: none is another key"));
            Assert.That(() => ResumeRules.Check(keyed, Before, state with { SiteKey = null }, run), Throws.Nothing, "a checkpoint of an earlier version");
        });

        Experiment Key(string name, string bytes) => Before with { Sites = Before.Sites with { KeyFile = folder.Write(name, bytes) } };
    }

    private static void Check(Experiment now, long step)
    {
        using var folder = new TemporaryFolder();
        var state = new CheckpointState(1, step, StepsPerEpoch: 10, "cpu", 1, "", "", []);
        ResumeRules.Check(Before, now, state, RunFolder.Create(folder.Path, overwrite: false));
    }
}
