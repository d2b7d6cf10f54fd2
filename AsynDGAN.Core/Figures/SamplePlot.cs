using AsynDGAN.Core.Mixture;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Figures;

/// <summary>Points beside points: histograms on the line, clouds in the plane.</summary>
public static class SamplePlot
{
    private const int Bins = 60;

    /// <summary>Draws the plot.</summary>
    /// <param name="title">Written above.</param>
    /// <param name="samples">Up to two: what the legend says, and points [n, dimensions, 1, 1] of 1 or 2 dimensions, n at least 1.</param>
    /// <returns>A PNG.</returns>
    public static byte[] Render(string title, IReadOnlyList<(string Label, Tensor Points)> samples)
    {
        using var scope = NewDisposeScope();
        if (samples[0].Points.shape[1] == 2)
        {
            return PointPlot.Render(title, [.. samples.Select(s => new PlotLine(s.Label, Coordinate(s.Points, 0), Coordinate(s.Points, 1)))]);
        }

        var values = samples.Select(s => Coordinate(s.Points, 0)).ToArray();
        var (low, high) = (values.Min(v => v.Min()), values.Max(v => v.Max()));
        var width = Math.Max((high - low) / Bins, 1e-6);
        double[] edges = [.. Enumerable.Range(0, Bins + 1).Select(i => low + i * width)];
        var bars = samples.Zip(values, (s, v) => new BarPlot(s.Label, [.. Histogram.Counts(v, edges).Select(count => count / (v.Length * width))]));
        return HistogramPlot.Render(title, edges, [.. bars], []);
    }

    private static double[] Coordinate(Tensor points, long dimension) =>
        points.select(1, dimension).flatten().to(float64).cpu().data<double>().ToArray();
}
