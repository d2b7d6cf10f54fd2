using AsynDGAN.Core.Csv;
using AsynDGAN.Core.Runs;

namespace AsynDGAN.Core.Comparison.Gaussian;

/// <summary>Compares drawn points with the mixtures that they shall be of.</summary>
public static class GaussianStudy
{
    /// <summary>What the table calls fresh points of the mixtures themselves.</summary>
    internal const string TruePoints = "true points";

    /// <summary>
    /// Writes table.md, results.csv (a row a run), components.csv (a row a run and component) and the figures:
    /// densities.png for mixtures on the line, growth-*.png where the numbers of components differ. Files of an earlier
    /// comparison are replaced.
    /// </summary>
    /// <param name="rows">Labels with their runs, in the order of the table.</param>
    /// <param name="path">The comparison's folder.</param>
    /// <param name="display">Shows how far it is.</param>
    /// <returns>The table, to be read and as results.csv has it.</returns>
    /// <exception cref="UserException">A label or a run is at fault, or the folder cannot be written.</exception>
    public static (string Text, IReadOnlyList<SampleScore> Scores) Write(IReadOnlyList<LabelledRuns> rows, string path, IRunDisplay display)
    {
        LabelledRuns.Check(rows);
        var folder = Path.GetFullPath(path);
        using var held = FolderLock.Take(path);
        FolderKind.PointComparison.RefuseOthers(folder);
        var named = rows.SelectMany(row => row.Runs.Select(run => (row.Label, Run: run))).ToList();
        var drawn = Each("sets of points read", named, one => DrawnSample.Read(one.Label, one.Run));
        LabelledRuns.CheckRepetitions(drawn);
        foreach (var doubt in drawn.Select(s => s.Doubt).OfType<string>())
        {
            display.Warn(doubt);
        }

        // One fresh sample a mixture and seed, of the size of the largest that was drawn.
        var fresh = drawn.GroupBy(s => (s.Mixture.Text, s.Experiment.Seed)).Select(group => group.MaxBy(s => s.Points.Count)!.Fresh(TruePoints));
        List<DrawnSample> samples = [.. drawn, .. fresh];
        var scored = Each("sets of points compared with their mixtures", samples, ScoredSample.Of);
        SampleScore[] scores = [.. scored.Select(s => s.Score)];
        var names = new MixtureNames(drawn.Select(s => s.Mixture));
        var withheld = drawn.Where(s => s.Components is null && s.Mixture.Dimensions == 1).GroupBy(s => s.Mixture.Text)
            .Select(group => (group.First().Mixture, WithheldRow.Of(group.First().Mixture, group))).ToList();
        var text = MixtureTables.Text(scored, names, withheld);
        FolderKind.PointComparison.Replace(folder, whole =>
        {
            new CsvLog<ComponentScore>(Path.Combine(whole, "components.csv")).Replace([.. scored.SelectMany(s => s.Components)]);
            new CsvLog<SampleScore>(Path.Combine(whole, "results.csv")).Replace(scores);
            AtomicFile.WriteText(Path.Combine(whole, "table.md"), text);
            Figures(whole, drawn, scored, names);
        });
        return (text, scores);

        List<TResult> Each<T, TResult>(string work, IReadOnlyList<T> all, Func<T, TResult> make)
        {
            var made = new List<TResult>();
            foreach (var one in all)
            {
                made.Add(make(one));
                display.Advance(work, made.Count, all.Count);
            }

            return made;
        }
    }

    private static void Figures(string folder, IReadOnlyList<DrawnSample> drawn, IReadOnlyList<ScoredSample> scored, MixtureNames names)
    {
        if (drawn.All(s => s.Mixture.Dimensions == 1))
        {
            AtomicFile.Write(Path.Combine(folder, "densities.png"), MixtureFigures.Densities(drawn, names).Write);
        }

        if (drawn.DistinctBy(s => s.Mixture.Components.Count).Count() > 1)
        {
            AtomicFile.WriteBytes(
                Path.Combine(folder, "growth-quality.png"), MixtureFigures.Growth(scored, "Wasserstein-1 distance to the mixture", s => s.Wasserstein1));
            AtomicFile.WriteBytes(
                Path.Combine(folder, "growth-cost.png"), MixtureFigures.Growth(scored, "bytes that cross in a step", s => s.BytesAStep));
        }
    }
}
