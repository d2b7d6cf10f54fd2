using System.Globalization;
using AsynDGAN.Core.Figures;
using AsynDGAN.Core.Imaging;
using AsynDGAN.Core.Mixture;

namespace AsynDGAN.Core.Comparison.Gaussian;

/// <summary>The comparison to be looked at.</summary>
internal static class MixtureFigures
{
    private const int Columns = 3;

    /// <summary>The paper's Figure 5: for each row and mixture the histogram of its first run's points, and the true density over it.</summary>
    /// <param name="samples">Of mixtures on the line.</param>
    /// <param name="names">What tells them apart.</param>
    public static ContactSheet Densities(IReadOnlyList<DrawnSample> samples, MixtureNames names)
    {
        var tiles = samples.DistinctBy(s => (s.Label, s.Mixture.Text)).Select(sample => new SheetTile(Picture(sample, sample.Label + names.Whole(sample.Mixture))));
        return new ContactSheet("", [.. tiles.Chunk(Columns).Select(row => new SheetRow("", row))]);
    }

    /// <summary>How a number grows with the components of the mixture, a line a row label and a point a mixture.</summary>
    public static byte[] Growth(IReadOnlyList<ScoredSample> samples, string title, Func<SampleScore, double?> value) => LinePlot.Render(
        title, "components",
        [
            .. samples.Where(s => value(s.Score) is not null).GroupBy(s => s.Sample.Label).Select(row =>
            {
                var points = row.GroupBy(s => s.Sample.Mixture.Text).OrderBy(runs => runs.First().Score.Sites).ToList();
                return new PlotLine(row.Key, [.. points.Select(runs => (double)runs.First().Score.Sites)], [.. points.Select(runs => runs.Average(s => value(s.Score)!.Value))]);
            }),
        ]);

    private static PixelArray Picture(DrawnSample sample, string name)
    {
        var (mixture, grid) = (sample.Mixture, Histogram.Grid(sample.Mixture));
        var width = grid[1] - grid[0];
        var counts = Histogram.Counts(sample.Along([1]), grid);
        var beyond = 1 - counts.Sum() / sample.Points.Count;
        var bars = new BarPlot("drawn", [.. counts.Select(n => n / (sample.Points.Count * width))]);
        List<PlotLine> lines = [new("true density", grid, mixture.Density(grid))];
        if (sample.Components is null)
        {
            var edges = WithheldRow.Edges(mixture);
            var minimiser = WithheldRow.Minimiser(mixture, edges);
            int[] shown = [.. Enumerable.Range(0, minimiser.Length).Where(bin => edges[bin] >= grid[0] && edges[bin + 1] <= grid[^1])];
            lines.Add(new PlotLine("minimiser", [.. shown.Select(bin => edges[bin])], [.. shown.Select(bin => minimiser[bin] / (edges[bin + 1] - edges[bin]))]));
        }

        var title = beyond < 0.005 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}, {beyond:0%} of the points beyond");
        return ImageFile.Decode(HistogramPlot.Render(title, grid, [bars], lines), sample.Label);
    }
}
