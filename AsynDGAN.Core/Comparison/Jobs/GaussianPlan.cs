using System.Globalization;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data.Points;
using AsynDGAN.Core.Mixture;
using AsynDGAN.Core.Training;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Comparison.Jobs;

/// <summary>
/// The paper's first experiment as jobs: Syn-All, a Syn-Subset for every component and AsynDGAN, once a seed, compared in
/// paper/; where asked for, generators that are not told the component, in withheld-111/ and withheld-631/, and growing
/// numbers of components, in line/ and ring/.
/// </summary>
/// <param name="request">What was asked for.</param>
/// <param name="experiment">The configuration with its overrides.</param>
public sealed class GaussianPlan(ComparisonRequest request, Experiment experiment)
{
    // Withheld components are compared on so many seeds, growing numbers on one.
    private const int SeedsOfWithheld = 3, StepsOfGrowth = 800, SamplesOfGrowth = 10000;

    private const string Pooled = "sites.mode=pooled";

    private readonly RunJobs runs = new(request);

    private IReadOnlyList<int> Seeds => request.Seeds.Count > 0 ? request.Seeds : [experiment.Seed];

    /// <summary>All jobs.</summary>
    public IReadOnlyList<Job> Jobs() =>
    [
        .. Paper(),
        .. request.Withheld ? Withheld([1, 1, 1]).Concat(Withheld([6, 3, 1])) : [],
        .. request.Growth.Count == 0 ? [] : Growth("line", Line).Concat(Growth("ring", Ring)),
    ];

    private IEnumerable<Job> Paper()
    {
        var components = GaussianMixture.Of(experiment.Data.Gaussian).Components.Select((component, i) => (component.Name, Number: i + 1));
        (string Label, string Prefix, string[] Mode)[] rows =
        [
            ("Syn-All", "syn-all", [Pooled]),
            .. components.Select(c => ($"Syn-Subset-{c.Number}", $"syn-subset-{c.Number}", new[] { "sites.mode=single", $"sites.only={c.Name}" })),
            ("AsynDGAN", "asyndgan", []),
        ];
        return Compare("paper", rows.Select(row => new RunsOfRow(
            row.Label, [.. Seeds.Select(seed => new PlannedRun($"{row.Prefix}-{seed}", [.. request.Overrides, $"seed={seed}", .. row.Mode]))])));
    }

    private IEnumerable<Job> Withheld(IReadOnlyList<int> weights)
    {
        var name = "withheld-" + string.Concat(weights);
        return Compare(name, TheTwo(mode => [.. Seeds.Take(SeedsOfWithheld).Select(seed => new PlannedRun(
            $"{name}-{mode.Name}-{seed}",
            ["loss.gan=minimax", .. request.Overrides, "data.gaussian.condition=withheld", $"data.gaussian.weights=[{string.Join(',', weights)}]", $"seed={seed}", .. mode.Overrides]))]));
    }

    private IEnumerable<Job> Growth(string shape, Func<int, string> components) => Compare(shape, TheTwo(mode => [.. request.Growth.Select(count => new PlannedRun(
        $"{shape}-{mode.Name}-{count}",
        [$"training.steps={StepsOfGrowth}", $"data.gaussian.samples={SamplesOfGrowth}", .. request.Overrides, $"data.gaussian={{{components(count)}, weights: []}}", $"seed={Seeds[0]}", .. mode.Overrides]))]));

    private static IEnumerable<RunsOfRow> TheTwo(Func<(string Name, string[] Overrides), IReadOnlyList<PlannedRun>> runs) =>
        [new("AsynDGAN", runs(("asyndgan", []))), new("Syn-All", runs(("syn-all", [Pooled])))];

    /// <summary>So many components of deviation 0.5, evenly from -4 to 4.</summary>
    private static string Line(int count) => "ring: null, second: deviation, components: [" + string.Join(", ", Enumerable.Range(0, count)
        .Select(i => string.Create(CultureInfo.InvariantCulture, $"[{-4 + 8.0 * i / (count - 1):G4}, 0.5]"))) + "]";

    private static string Ring(int count) => $"ring: {count}";

    private IEnumerable<Job> Compare(string name, IEnumerable<RunsOfRow> rows)
    {
        var listed = rows.ToList();
        var jobs = listed.SelectMany(row => row.Runs).SelectMany(RunOf).ToList();
        string[] arguments =
        [
            "eval-gaussian", .. listed.SelectMany(row => new[] { "--run", $"{row.Label}={string.Join(',', row.Runs.Select(run => runs.Folder(run.Name)))}" }),
            "--out", Path.Combine(request.Folder, name),
        ];
        var drawn = listed.SelectMany(row => row.Runs).Select(run => RunJobs.DrawingOf(run.Name, SynthesisConditions.Seen));
        return [.. jobs, new Job(name, JobKind.Tables, [.. drawn], 1, () => arguments) { Tables = Path.Combine(request.Folder, name) }];
    }

    /// <exception cref="UserException">The run's configuration, or the points that it gives, are at fault.</exception>
    private IReadOnlyList<Job> RunOf(PlannedRun run)
    {
        var planned = request.Read(run.Overrides);
        using var data = GaussianData.Draw(planned, CPU);
        var imagesAStep = (long)Simulation.ImagesPerSite(planned, data) * data.Sites.Count * planned.Training.DiscriminatorSteps;
        var drawn = data.Sites.Sum(site => (long)site.Training.Count) * planned.Synthesis.PerMask;
        return runs.Of(run.Name, run.Overrides, Simulation.ScheduleOf(planned, data).Steps, imagesAStep, drawn, SynthesisConditions.Seen, new FinishedWork(data));
    }

    private sealed record PlannedRun(string Name, IReadOnlyList<string> Overrides);

    private sealed record RunsOfRow(string Label, IReadOnlyList<PlannedRun> Runs);
}
