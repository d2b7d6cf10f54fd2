using AsynDGAN.Core;
using AsynDGAN.Core.Comparison.Jobs;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Configuration.Reading;
using AsynDGAN.Core.Data.Points;
using AsynDGAN.Core.Reuse;
using AsynDGAN.Core.Runs;
using AsynDGAN.Core.Training;

namespace AsynDGAN.Tests.Comparison.Jobs;

public sealed class GaussianPlanTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly ComparisonRequest request;

    public GaussianPlanTests()
    {
        File.WriteAllText(folder.Join("points.yaml"), """
            data: { source: gaussian, gaussian: { samples: 900 } }
            generator: { network: mlp, layers: 1, filters: 4, norm: none, noise_channels: 2 }
            discriminator: { network: mlp, layers: 1, filters: 4, norm: none }
            loss: { gan: vanilla, reconstruction: none }
            training: { batch_size: 4, steps: 60 }

            """);
        request = new ComparisonRequest(folder.Join("points.yaml"), [], "out") { Seeds = [4, 2, 9, 1] };
    }

    public void Dispose() => folder.Dispose();

    [Test]
    public void The_papers_rows_are_trained_once_a_seed()
    {
        var jobs = Plan(request with { Seeds = [4, 2] });
        Assert.That(jobs.Where(job => job.Kind == JobKind.Train).Select(job => job.Name), Is.EqualTo(new[]
        {
            "syn-all-4", "syn-all-2", "syn-subset-1-4", "syn-subset-1-2", "syn-subset-2-4", "syn-subset-2-2", "syn-subset-3-4", "syn-subset-3-2", "asyndgan-4", "asyndgan-2",
        }));
        var last = jobs[^1];
        Assert.That((last.Name, last.Kind, last.Needs.Count), Is.EqualTo(("paper", JobKind.Tables, 10)));
        Assert.That(last.Command(), Does.Contain($"Syn-Subset-2={Path.Combine("out", "syn-subset-2-4")},{Path.Combine("out", "syn-subset-2-2")}"));
        Assert.That(last.Command().Where(argument => argument.Contains('=')).Select(argument => argument.Split('=')[0]), Is.EqualTo(new[] { "Syn-All", "Syn-Subset-1", "Syn-Subset-2", "Syn-Subset-3", "AsynDGAN" }));
        var subset = Configuration(jobs, "syn-subset-2-4");
        Assert.That((subset.Seed, subset.Sites.Mode, subset.Sites.Only), Is.EqualTo((4, SiteMode.Single, "component-2")));
        Assert.That(Configuration(jobs, "syn-all-2").Sites.Mode, Is.EqualTo(SiteMode.Pooled));
    }

    [Test]
    public void Without_seeds_there_is_the_configurations()
    {
        Assert.That(Plan(request with { Seeds = [], Overrides = ["seed=5"] }).Select(job => job.Name), Does.Contain("asyndgan-5").And.Not.Contain("asyndgan-1"));
    }

    [Test]
    public void Withheld_components_are_compared_at_both_shares_on_three_seeds()
    {
        var jobs = Plan(request with { Withheld = true });
        Assert.That(jobs.Where(job => job.Kind == JobKind.Tables).Select(job => job.Name), Is.EqualTo(new[] { "paper", "withheld-111", "withheld-631" }));
        Assert.That(jobs.Single(job => job.Name == "withheld-631").Needs, Is.EqualTo(new[]
        {
            "withheld-631-asyndgan-4-synthetic", "withheld-631-asyndgan-2-synthetic", "withheld-631-asyndgan-9-synthetic",
            "withheld-631-syn-all-4-synthetic", "withheld-631-syn-all-2-synthetic", "withheld-631-syn-all-9-synthetic",
        }));
        var one = Configuration(jobs, "withheld-631-syn-all-9");
        Assert.That((one.Seed, one.Sites.Mode, one.Loss.Gan, one.Data.Gaussian.Condition), Is.EqualTo((9, SiteMode.Pooled, GanLoss.Minimax, GaussianCondition.Withheld)));
        Assert.That(one.Data.Gaussian.Weights, Is.EqualTo(new[] { 6.0, 3, 1 }));
    }

    [Test]
    public void Growing_numbers_lie_evenly_on_the_line_and_on_a_ring()
    {
        var jobs = Plan(request with { Growth = [3, 10] });
        Assert.That(jobs.Where(job => job.Kind == JobKind.Tables).Select(job => job.Name), Is.EqualTo(new[] { "paper", "line", "ring" }));
        var line = Configuration(jobs, "line-asyndgan-10");
        Assert.That((line.Seed, line.Training.Steps, line.Data.Gaussian.Samples), Is.EqualTo((4, 800, 10000)));
        Assert.That(line.Data.Gaussian.Components.Select(c => c[0]), Is.EqualTo(Enumerable.Range(0, 10).Select(i => -4 + 8.0 * i / 9)).Within(5e-4));
        Assert.That(Configuration(jobs, "ring-syn-all-3").Data.Gaussian.Ring, Is.EqualTo(3));
        Assert.That(jobs.Single(job => job.Name == "ring").Command(), Does.Contain($"Syn-All={Path.Combine("out", "ring-syn-all-3")},{Path.Combine("out", "ring-syn-all-10")}"));
    }

    [Test]
    public void What_the_user_sets_goes_to_every_training_and_never_undoes_what_a_run_is()
    {
        var jobs = Plan(request with { Withheld = true, Growth = [2], Overrides = ["training.steps=7", "seed=77", "data.gaussian.weights=[1,2,3]"] });
        Assert.That(jobs.Where(job => job.Kind == JobKind.Train).Select(job => Configuration(jobs, job.Name).Training.Steps), Is.All.EqualTo(7));
        Assert.That(Configuration(jobs, "asyndgan-2").Seed, Is.EqualTo(2));
        Assert.That(Configuration(jobs, "withheld-111-asyndgan-2").Data.Gaussian.Weights, Is.EqualTo(new[] { 1.0, 1, 1 }));
        Assert.That(Configuration(jobs, "line-asyndgan-2").Data.Gaussian.Weights, Is.Empty);
    }

    [Test]
    public void A_run_of_other_data_is_refused_before_anything_begins()
    {
        var there = request with { Folder = folder.Join("there"), Seeds = [4] };
        var experiment = Configuration(Plan(there), "asyndgan-4");
        using var data = GaussianData.Draw(experiment, TorchSharp.torch.CPU);
        var run = RunFolder.At(Path.Combine(there.Folder, "asyndgan-4"));
        Directory.CreateDirectory(run.LastCheckpoint);
        File.WriteAllText(run.Configuration, ExperimentWriter.Write(experiment));
        Begin(RunIdentity.Of(experiment, data));
        Plan(there);
        Begin(new Identity(RunIdentity.Of(experiment, data).Parts.ToDictionary(part => part.Key, part => part.Key == Identity.Data ? "others" : part.Value)));
        Assert.That(() => Plan(there), Throws.TypeOf<UserException>().With.Message.Contains("The data are not those that the run").And.Property("Hint").Not.Contains("--overwrite"));

        void Begin(Identity identity) => StateFile.Write(
            Path.Combine(run.LastCheckpoint, "state.json"),
            new CheckpointState(StateFile.Format, 1, 1, "cpu", 1, "", "", []) { Files = new Dictionary<string, string>(), Identity = identity.Parts });
    }

    private static IReadOnlyList<Job> Plan(ComparisonRequest request) =>
        new GaussianPlan(request, ExperimentReader.Read(request.Config, request.Overrides)).Jobs();

    private Experiment Configuration(IReadOnlyList<Job> jobs, string name)
    {
        var command = jobs.Single(job => job.Name == name).Command();
        return ExperimentReader.Read(request.Config, [.. command.Where((_, i) => i > 0 && command[i - 1] == "--set")]);
    }
}
