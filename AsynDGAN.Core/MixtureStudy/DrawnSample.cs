using System.Globalization;
using System.Text.Json;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data;
using AsynDGAN.Core.Distributions;
using AsynDGAN.Core.Platform;
using AsynDGAN.Core.Runs;

namespace AsynDGAN.Core.MixtureStudy;

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

    /// <summary>Reads config.yaml and synthetic/samples.csv of a run.</summary>
    /// <exception cref="UserException">The run has none, or is not one of points.</exception>
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

        var path = Path.Combine(folder.Root, "synthetic", "samples.csv");
        if (!File.Exists(path))
        {
            throw new UserException(
                $"The run in '{folder.Root}' has no points yet.", $"Draw them first: asyndgan synthesize --config {folder.Configuration} --run {folder.Root}");
        }

        var rows = CsvTable.Read(path, ["item", "component", "y1", "y2"]).Select(row => row.Fields).ToList();
        if (rows.Count == 0)
        {
            throw new UserException($"{path} holds no points.", "Draw them again: asyndgan synthesize --overwrite.");
        }

        var labelled = experiment.Data.Gaussian.Condition == GaussianCondition.Label;
        try
        {
            return new DrawnSample(
                label, run, experiment, [.. rows.Select(Point)],
                labelled ? [.. rows.Select(row => int.Parse(row["component"], CultureInfo.InvariantCulture) - 1)] : null);
        }
        catch (FormatException e)
        {
            throw new UserException($"{path} is damaged: {e.Message}", "Draw the points again: asyndgan synthesize --overwrite.");
        }
    }

    /// <summary>As many fresh points of the truth itself, by the same seed: what a perfect generator would give.</summary>
    public DrawnSample Fresh(string label)
    {
        var random = SplitMix64.For(Experiment.Seed, Purpose.Gaussian, "fresh");
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
            : CsvTable.Read(RunFolder.At(Run).Communication, ["kind", "bytes"]).Select(row => row.Fields)
                .Where(row => row["kind"] is "conditions" or "fakes" or "critique")
                .Sum(row => double.Parse(row["bytes"], CultureInfo.InvariantCulture)) / Steps();
    }

    /// <summary>Wall seconds a step, from the run's start to its end; null of true points.</summary>
    public double? SecondsAStep()
    {
        if (Run.Length == 0)
        {
            return null;
        }

        using var record = JsonDocument.Parse(File.ReadAllText(RunFolder.At(Run).Provenance));
        var (started, ended) = (record.RootElement.GetProperty("started"), record.RootElement.GetProperty("ended"));
        return ended.ValueKind == JsonValueKind.Null ? null : (ended.GetDateTime() - started.GetDateTime()).TotalSeconds / Steps();
    }

    private double Steps() => CsvTable.Read(RunFolder.At(Run).Losses, ["step"]).Max(row => double.Parse(row.Fields["step"], CultureInfo.InvariantCulture));

    private int Component(double share)
    {
        var j = 0;
        for (; j < Mixture.Components.Count - 1 && share >= Mixture.Components[j].Weight; j++)
        {
            share -= Mixture.Components[j].Weight;
        }

        return j;
    }

    private static double[] Point(IReadOnlyDictionary<string, string> row) =>
        [.. new[] { row["y1"], row["y2"] }.Where(text => text.Length > 0).Select(Finite)];

    private static double Finite(string text) => double.Parse(text, CultureInfo.InvariantCulture) is var value && double.IsFinite(value)
        ? value
        : throw new FormatException($"{text} is no point");
}
