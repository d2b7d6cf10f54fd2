using ScottPlot;
using ScottPlot.Palettes;

namespace AsynDGAN.Core.Figures;

/// <summary>Lines over a common axis, with a legend beside them. The same content always gives the same bytes.</summary>
public static class LinePlot
{
    private const int Width = 1040;
    private const int Height = 560;
    private const double Scale = 2;

    /// <summary>Draws the plot.</summary>
    /// <param name="title">Written above.</param>
    /// <param name="xLabel">Written below the horizontal axis.</param>
    /// <param name="lines">At least one; not-finite values are left out, and what has one point is a mark.</param>
    /// <returns>A PNG, 1040 pixels wide.</returns>
    /// <exception cref="ArgumentException">There is no line.</exception>
    public static byte[] Render(string title, string xLabel, IReadOnlyList<PlotLine> lines)
    {
        if (lines.Count == 0)
        {
            throw new ArgumentException("a plot without lines", nameof(lines));
        }

        var plot = PlotFont.NewPlot();
        plot.ScaleFactor = Scale;
        plot.Add.Palette = lines.Count > 10 ? new Category20() : new Category10();
        foreach (var line in lines)
        {
            var points = line.X.Zip(line.Y, (x, y) => new Coordinates(x, y)).Where(point => double.IsFinite(point.Y)).ToArray();
            var scatter = points.Length == 1 ? plot.Add.ScatterPoints(points) : plot.Add.ScatterLine(points);
            (scatter.LegendText, scatter.LineWidth) = (line.Label, 1.5f);
        }

        plot.Title(title, 14);
        plot.Axes.Title.Label.Bold = false;
        plot.XLabel(xLabel, 12);
        plot.Axes.Bottom.Label.Bold = false;
        plot.ShowLegend(Edge.Right);
        return plot.GetImageBytes(Width, Height, ImageFormat.Png);
    }
}
