using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Configuration.Reading;
using AsynDGAN.Core.Csv;
using AsynDGAN.Core.Mixture;
using AsynDGAN.Core.Platform;
using AsynDGAN.Core.Reuse;
using AsynDGAN.Core.Runs;
using AsynDGAN.Core.Synthesis;
using AsynDGAN.Core.Training;

namespace AsynDGAN.Core.Comparison.Gaussian;

/// <summary>The points of a run, and what they shall be points of.</summary>
/// <param name="Label">The table's row.</param>
/// <param name="Run">The run's folder; empty where the points are true ones.</param>
/// <param name="Experiment">The run's configuration.</param>
/// <param name="Points">The coordinates of every point.</param>
/// <param name="Components">Each point's component, from 0; null where the condition is withheld.</param>
internal sealed record DrawnSample(
    string Label, string Run, Experiment Experiment, IReadOnlyList<double[]> Points, IReadOnlyList<int>? Components)
{
    /// <summary>What the points are compared with.</summary>
    public GaussianMixture Mixture { get; } = GaussianMixture.Of(Experiment.Data.Gaussian);

    /// <summary>What is to be said where the points do not tell what they were made from; else null.</summary>
    public string? Doubt { get; init; }

    /// <summary>Reads config.yaml and synthetic/samples.csv of a run.</summary>
    /// <exception cref="UserException">The run has none, is not one of points, or has another configuration than when they were drawn; or the points were changed since.</exception>
    public static DrawnSample Read(string label, string run)
    {
        var folder = RunFolder.At(run);
        if (!File.Exists(folder.Configuration))
        {
            throw new UserException($"There is no run in '{folder.Root}'.", "Name the folder of a run.");
        }

        var experiment = ExperimentReader.Read(folder.Configuration, []);
        if (experiment.Data.Source != DataSource.Gaussian)
        {
            throw new UserException($"The run in '{folder.Root}' has images, not points.", "Name runs of data.source: gaussian.");
        }

        var path = Path.Combine(folder.SyntheticSet, "samples.csv");
        if (!File.Exists(path))
        {
            throw new UserException(
                $"The run in '{folder.Root}' has no points yet.", $"Draw them first: asyndgan synthesize --config {ShellWord.Of(folder.Configuration)} --run {ShellWord.Of(folder.Root)}");
        }

        var rows = CsvTable.ReadOwn(path, ["item", "component", "y1", "y2"]);
        var set = new GivenSet(run, folder.SyntheticSet, run);
        if (rows.Count == 0)
        {
            throw new UserException($"{path} holds no points.", Again());
        }

        var origin = SetOrigin.OfWhole(set, rows.Count);
        if ((origin?.IdentityBy(set.Configuration()) ?? StoredOf(folder)) is { } drawn && Dependence.Generator.Of(experiment).ComparedWith(drawn) is { Different.Count: > 0 } comparison)
        {
            throw new UserException(
                $"'{folder.Configuration}' is not the configuration that the run was trained and its points were drawn with:{comparison.Lines("then")}", "Put it back, or train anew: asyndgan train --overwrite.");
        }

        var labelled = experiment.Data.Gaussian.Condition == GaussianCondition.Label;
        var mixture = GaussianMixture.Of(experiment.Data.Gaussian);
        try
        {
            return new DrawnSample(
                label, run, experiment, [.. rows.Select(row => Point(row, mixture.Dimensions))],
                labelled ? [.. rows.Select(row => ComponentOf(row, mixture.Components.Count))] : null)
            {
                Doubt = set.Doubt(origin),
            };
        }
        catch (UserException e)
        {
            throw new UserException(e.Message, Again());
        }

        string Again() => $"Draw the points again: {set.Drawing} --overwrite";
    }

    /// <summary>What the run was trained with; null where a damaged file cannot tell, which is said where the run goes on.</summary>
    private static Identity? StoredOf(RunFolder folder)
    {
        try
        {
            return RunIdentity.Stored(folder);
        }
        catch (UserException)
        {
            return null;
        }
    }

    /// <summary>As many fresh points of the truth itself, by the same seed: what a perfect generator would give.</summary>
    public DrawnSample Fresh(string label)
    {
        var random = SplitMix64.For(Experiment.Seed, RandomPurpose.Gaussian, "fresh");
        var components = Points.Select(_ => Component(random.NextDouble())).ToList();
        return this with { Label = label, Run = "", Points = [.. components.Select(j => GaussianMixture.Draw(Mixture.Components[j], random))], Components = components };
    }

    /// <summary>The coordinates along a direction.</summary>
    public IReadOnlyList<double> Along(IReadOnlyList<double> direction) => [.. Points.Select(y => y.Zip(direction, (a, b) => a * b).Sum())];

    /// <summary>Bytes that crossed, both ways, a step; null of true points.</summary>
    public double? BytesAStep()
    {
        return Run.Length == 0
            ? null
            : (double)CsvTable.ReadOwn(RunFolder.At(Run).Communication, ["kind", "bytes"])
                .Where(row => row.Fields["kind"] is "conditions" or "fakes" or "critique")
                .Sum(row => row.Long("bytes")) / Steps();
    }

    /// <summary>Wall seconds a step; null of true points, and where it is not known how long a run trained.</summary>
    public double? SecondsAStep() => Run.Length > 0 && TrainingTime.Read(RunFolder.At(Run)) is { Ended: not null, Seconds: { } seconds } ? seconds / Steps() : null;

    /// <summary>Those of the last checkpoint, to which bytes and seconds are counted: not every step is logged. Of a run that kept none, or one that is damaged, the last that was.</summary>
    private long Steps()
    {
        var folder = RunFolder.At(Run);
        if (Checkpoint.FindState(folder) is { Step: > 0 and var step })
        {
            return step;
        }

        var path = folder.Losses;
        var rows = CsvTable.ReadOwn(path, ["step"], mend: folder.HowToCutTables);
        return rows.Count > 0 && rows.Max(row => row.Long("step")) is > 0 and var steps
            ? steps
            : throw new UserException($"{path} has no steps.", CsvDamage.Mend);
    }

    private int Component(double share)
    {
        var j = 0;
        for (; j < Mixture.Components.Count - 1 && share >= Mixture.Components[j].Weight; j++)
        {
            share -= Mixture.Components[j].Weight;
        }

        return j;
    }

    private static int ComponentOf(CsvRow row, int count) =>
        row.Int("component") is var number && number >= 1 && number <= count ? number - 1 : throw row.Damaged("component", $"a number from 1 to {count}");

    private static double[] Point(CsvRow row, int dimensions) => [.. new[] { "y1", "y2" }.Take(dimensions).Select(column => Coordinate(row, column))];

    private static double Coordinate(CsvRow row, string column) =>
        row.Double(column) is var value && Math.Abs(value) <= float.MaxValue ? value : throw row.Damaged(column, "a number that float32 holds");
}
