using System.Globalization;
using System.Text;
using AsynDGAN.Core.Mixture;
using AsynDGAN.Core.Runs;
using MathNet.Numerics.Statistics;

namespace AsynDGAN.Core.Comparison.Gaussian;

/// <summary>The comparison to be read, in Markdown: means over the runs of a row that are of one mixture, with their deviation where there are several.</summary>
internal static class MixtureTables
{
    private const int ComponentsListed = 5;

    /// <param name="samples">All points, true ones too.</param>
    /// <param name="names">What tells mixtures apart.</param>
    /// <param name="withheld">What is known of mixtures whose condition is withheld.</param>
    public static string Text(
        IReadOnlyList<ScoredSample> samples, MixtureNames names, IReadOnlyList<(GaussianMixture Mixture, IReadOnlyList<WithheldRow> Rows)> withheld)
    {
        var text = new StringBuilder();
        text.Append("| row | components | runs | points | Wasserstein-1 | Jensen-Shannon, nats | largest error of a mean | of a deviation, % | bytes a step | ms a step |\n");
        text.Append("|---|---|---|---|---|---|---|---|---|---|\n");
        foreach (var runs in ByRow(samples))
        {
            var (mixture, row) = (runs[0].Sample.Mixture, runs.Select(s => s.Score));
            text.Append($"| {MarkdownText.Name(runs[0].Sample.Label + names.Number(mixture))} | {mixture.Components.Count} | {runs.Count} | {Range([.. row.Select(s => s.Points)])} | {Of(row, s => s.Wasserstein1)} | {Of(row, s => s.JensenShannon, "0.0000")} "
                + $"| {Of(row, s => s.MeanError)} | {Of(row, s => 100 * s.DeviationError, "0.0")} | {Of(row, s => s.BytesAStep, "0", spread: false)} | {Of(row, s => s.MillisecondsAStep, "0.0", spread: false)} |\n");
        }

        text.Append("\nJensen-Shannon on 100 equal bins from the lowest mean less 4 deviations to the highest plus 4, and an open one on either side. In the plane both distances are means over 8 directions.\n");
        foreach (var line in names.Lines)
        {
            text.Append($"\n{line}\n");
        }

        string[] listed = [.. samples.SelectMany(s => s.Components).Select(c => c.Component).Distinct().Order(StringComparer.Ordinal)];
        if (listed.Length is > 0 and <= ComponentsListed)
        {
            Components(text, [.. samples.Where(s => s.Components.Count > 0)], names, listed);
        }

        foreach (var (mixture, rows) in withheld)
        {
            Withheld(text, mixture, names.Number(mixture), rows);
        }

        return text.ToString();
    }

    /// <summary>The runs of each label and mixture.</summary>
    private static IEnumerable<IReadOnlyList<ScoredSample>> ByRow(IEnumerable<ScoredSample> samples) =>
        samples.GroupBy(s => (s.Sample.Label, s.Sample.Mixture.Text)).Select(runs => runs.ToList());

    private static void Components(StringBuilder text, IReadOnlyList<ScoredSample> samples, MixtureNames names, string[] listed)
    {
        text.Append($"\n| mean; deviation | {string.Join(" | ", listed)} |\n|---|{string.Concat(listed.Select(_ => "---|"))}\n");
        foreach (var runs in ByRow(samples))
        {
            var cells = listed.Select(name => runs.SelectMany(s => s.Components).Where(c => c.Component == name).ToList())
                .Select(own => own.Count == 0 ? "" : $"{(own[0].Mean2 is null ? Of(own, c => c.Mean1) : $"({Of(own, c => c.Mean1)}, {Of(own, c => c.Mean2)})")}; {Of(own, c => c.Deviation)}");
            text.Append($"| {MarkdownText.Name(runs[0].Sample.Label + names.Whole(runs[0].Sample.Mixture))} | {string.Join(" | ", cells)} |\n");
        }
    }

    private static void Withheld(StringBuilder text, GaussianMixture mixture, string number, IReadOnlyList<WithheldRow> rows)
    {
        var weights = string.Join(" : ", mixture.Components.Select(c => Number(c.Weight, "0.###")));
        var cuts = WithheldRow.Cuts(mixture);
        string[] intervals = cuts.Length == 0 ? ["all"] :
            [$"y < {Number(cuts[0], "0.##")}", .. cuts.Zip(cuts.Skip(1), (a, b) => $"{Number(a, "0.##")} to {Number(b, "0.##")}"), $"y > {Number(cuts[^1], "0.##")}"];
        text.Append($"\nCondition withheld, components {weights}{number}: the share of the mass in each interval.\n\n");
        text.Append($"| distribution | {string.Join(" | ", intervals)} | Wasserstein-1 to the mixture | to the minimiser |\n|---|{string.Concat(intervals.Select(_ => "---|"))}---|---|\n");
        foreach (var row in rows.GroupBy(r => r.Row))
        {
            var shares = Enumerable.Range(0, intervals.Length).Select(i => Of(row, r => r.Shares[i]));
            text.Append($"| {MarkdownText.Name(row.Key)} | {string.Join(" | ", shares)} | {Of(row, r => r.ToMixture)} | {Of(row, r => r.ToMinimiser)} |\n");
        }
    }

    private static string Of<T>(IEnumerable<T> rows, Func<T, double?> value, string format = "0.000", bool spread = true)
    {
        double[] values = [.. rows.Select(value).OfType<double>()];
        var (mean, deviation) = values.MeanStandardDeviation();
        return values.Length == 0 ? ""
            : values.Length == 1 || !spread ? Number(mean, format)
            : $"{Number(mean, format)} ± {Number(deviation, format)}";
    }

    private static string Range(IReadOnlyList<int> points) => points.Min() == points.Max() ? $"{points[0]}" : $"{points.Min()} to {points.Max()}";

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
