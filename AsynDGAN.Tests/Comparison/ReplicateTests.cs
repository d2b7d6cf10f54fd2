using AsynDGAN.Core;
using AsynDGAN.Core.Comparison;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Configuration.Reading;

namespace AsynDGAN.Tests.Comparison;

public class ReplicateTests
{
    private readonly TemporaryFolder folder = new();

    [OneTimeSetUp]
    public void MakeRuns()
    {
        foreach (var (run, split) in new[] { ("a7", 7), ("b7", 7), ("a8", 8), ("b8", 8), ("c8", 8) })
        {
            Directory.CreateDirectory(folder.Join(run));
            var experiment = new Experiment { Name = run, Data = new DataOptions { SplitSeed = split } };
            File.WriteAllText(folder.Join(run, "config.yaml"), ExperimentWriter.Write(experiment));
        }
    }

    [OneTimeTearDown]
    public void Remove() => folder.Dispose();

    [Test]
    public void Without_runs_the_configurations_split_is_the_one() =>
        Assert.That(Of().Select(r => (r.Experiment.Data.SplitSeed, r.Runs.Count)), Is.EqualTo(new[] { (3, 0) }));

    [Test]
    public void The_first_runs_of_the_labels_belong_together_and_then_the_second()
    {
        var replicates = Of($"AsynDGAN={Run("a7")},{Run("a8")}", $"Syn-All={Run("b7")},{Run("b8")}");
        Assert.That(replicates.Select(r => r.Experiment.Data.SplitSeed), Is.EqualTo(new[] { 7, 8 }));
        Assert.That(replicates[1].Runs["AsynDGAN"], Is.EqualTo(new[] { Run("a8") }));
        Assert.That(replicates[1].Runs["Syn-All"], Is.EqualTo(new[] { Run("b8") }));
    }

    [Test]
    public void A_plus_joins_runs_of_one_replicate() =>
        Assert.That(Of($"Syn-Union={Run("a8")}+{Run("b8")}+{Run("c8")}").Single().Runs["Syn-Union"], Has.Count.EqualTo(3));

    [Test]
    public void Runs_of_different_splits_do_not_pair() =>
        Refused("split", $"AsynDGAN={Run("a7")}", $"Syn-All={Run("b8")}");

    [TestCase("is given twice", "A=x", "A=y")]
    [TestCase("different numbers of runs: A 2, B 1", "A=x,y", "B=x")]
    [TestCase("write it as LABEL=RUN", "runs/lgg")]
    [TestCase("write it as LABEL=RUN", "=runs/lgg")]
    [TestCase("write it as LABEL=RUN", "A=")]
    [TestCase("write it as LABEL=RUN", "A=x,,y")]
    [TestCase("write it as LABEL=RUN", "A=x+")]
    public void Texts_that_name_no_runs_are_refused(string message, params string[] synthetic) => Refused(message, synthetic);

    private static void Refused(string message, params string[] synthetic) =>
        Assert.That(() => Of(synthetic), Throws.TypeOf<UserException>().With.Message.Contains(message));

    private static IReadOnlyList<Replicate> Of(params string[] synthetic) =>
        Replicate.Of(new Experiment { Name = "x", Data = new DataOptions { SplitSeed = 3 } }, synthetic);

    private string Run(string name) => folder.Join(name);
}
