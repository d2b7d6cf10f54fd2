using AsynDGAN.Core;
using AsynDGAN.Core.Comparison.Gaussian;
using AsynDGAN.Core.Configuration;

namespace AsynDGAN.Tests.Comparison.Gaussian;

public class LabelledRunsTests
{
    [TestCase("the table has a row of its own that is called 'True points'", "True points=a")]
    [TestCase("that is called 'true mixture'", "true mixture=a")]
    [TestCase("that is called 'minimiser'", "A=a", "minimiser=b")]
    [TestCase("--run A is given twice", "A=a", "B=b", "A=c")]
    [TestCase("--run A names the run a/ twice", "A=a/,b,a")]
    public void Rows_that_would_be_mixed_up_are_refused(string message, params string[] rows)
    {
        using var folder = new TemporaryFolder();
        var fault = Assert.Throws<UserException>(() => GaussianStudy.Write([.. rows.Select(LabelledRuns.Parse)], folder.Join("out"), new Runs.RecordingDisplay()))!;
        Assert.That(fault.Message, Does.Contain(message));
        Assert.That(Directory.Exists(folder.Join("out")), Is.False);
    }

    [Test]
    public void Runs_of_a_row_repeat_one_another_with_seeds_of_their_own()
    {
        var run = new Experiment { Seed = 1, Data = new DataOptions { Source = DataSource.Gaussian } };
        var wide = run.Data with { Gaussian = new GaussianOptions { Components = [[-30, 2], [30, 2]] } };
        var withheld = run.Data with { Gaussian = new GaussianOptions { Condition = GaussianCondition.Withheld } };
        var sameMixture = run.Data with { Gaussian = new GaussianOptions { Weights = [2, 2, 2] } };
        Assert.Multiple(() =>
        {
            Assert.That(() => Check(run, run with { Seed = 2, Name = "b", Device = "cpu", Data = sameMixture }), Throws.Nothing);
            Assert.That(() => Check(run, run with { Data = wide }), Throws.Nothing, "another mixture is a row of its own");
            Assert.That(() => Check(run, run), Refusal("--run A: the runs run-0 and run-1 have the same seed: 1."));
            Assert.That(
                () => Check(run, run with { Seed = 2, Data = withheld }),
                Refusal("--run A: the runs run-0 and run-1 differ in more than their seeds:\n  data.gaussian.condition: label in run-0, withheld in run-1"));
            Assert.That(
                () => Check(run, run with { Seed = 2 }, run with { Seed = 3, Training = run.Training with { Steps = 200 }, Sites = run.Sites with { Mode = SiteMode.Pooled } }),
                Refusal("--run A: the runs run-0 and run-2 differ in more than their seeds:\n  sites.mode: distributed in run-0, pooled in run-2\n  training.steps: null in run-0, 200 in run-2"));
        });

        static void Check(params Experiment[] runs) => LabelledRuns.CheckRepetitions([.. runs.Select((experiment, i) => new DrawnSample("A", $"run-{i}", experiment, [[0]], null))]);
        static NUnit.Framework.Constraints.IResolveConstraint Refusal(string message) => Throws.TypeOf<UserException>().With.Message.EqualTo(message);
    }

    [TestCase("=a")]
    [TestCase(" =a")]
    [TestCase("A=")]
    public void A_row_without_a_label_or_a_run_is_refused(string text) =>
        Assert.That(() => LabelledRuns.Parse(text), Throws.TypeOf<UserException>().With.Message.Contains("names no label and run"));
}
