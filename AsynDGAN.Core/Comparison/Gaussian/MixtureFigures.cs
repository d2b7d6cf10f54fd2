using System.Globalization;
using AsynDGAN.Core.Figures;
using AsynDGAN.Core.Imaging;
using AsynDGAN.Core.Mixture;

namespace AsynDGAN.Core.Comparison.Gaussian;

/// <summary>The comparison to be looked at.</summary>
internal static class MixtureFigures
{
    private const int Columns = 3;

    /// <summary>The paper's Figure 5: for each row the histogram of its first run's points, and the true density over it.</summary>
    /// <param name="samples">Of one mixture, on the line.</param>
    public static ContactSheet Densities(IReadOnlyList<DrawnSample> samples)
    {
        var tiles = samples.DistinctBy(s => s.Label).Select(sample => new SheetTile(Picture(sample)));
        return new ContactSheet("", [.. tiles.Chunk(Columns).Select(row => new SheetRow("", row))]);
    }

    /// <summary>How a number grows with the components of the mixture, a line a row label.</summary>
    public static byte[] Growth(IReadOnlyList<SampleScore> scores, string title, Func<SampleScore, double?> value) => LinePlot.Render(
        title, "components",
        [
            .. scores.Where(s => value(s) is not null).GroupBy(s => s.Row).Select(row =>
            {
                var points = row.GroupBy(s => s.Sites).OrderBy(s => s.Key).ToList();
                return new PlotLine(row.Key, [.. points.Select(p => (double)p.Key)], [.. points.Select(p => p.Average(s => value(s)!.Value))]);
            }),
        ]);

    private static PixelArray Picture(DrawnSample sample)
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
            lines.Add(new PlotLine("minimiser", edges[..^1], [.. minimiser.Select(share => share / (edges[1] - edges[0]))]));
        }

        var title = beyond < 0.005 ? sample.Label : string.Create(CultureInfo.InvariantCulture, $"{sample.Label}, {beyond:0%} of the points beyond");
        return ImageFile.Decode(HistogramPlot.Render(title, grid, [bars], lines), sample.Label);
    }
}
