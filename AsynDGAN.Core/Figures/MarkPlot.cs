using ScottPlot;
using ScottPlot.Palettes;

namespace AsynDGAN.Core.Figures;

/// <summary>Single marks in the plane, each named in the legend. The same content always gives the same bytes.</summary>
public static class MarkPlot
{
    private const int Width = 1040;
    private const int Height = 560;

    /// <summary>Draws the plot.</summary>
    /// <param name="title">Written above.</param>
    /// <param name="xLabel">Written below the horizontal axis.</param>
    /// <param name="marks">What the legend says, and the points' coordinates; points that are not finite are left out.</param>
    /// <returns>A PNG, 1040 pixels wide.</returns>
    public static byte[] Render(string title, string xLabel, IReadOnlyList<PlotLine> marks)
    {
        var plot = PlotFont.NewPlot();
        plot.ScaleFactor = 2;
        plot.Add.Palette = new Category10();
        foreach (var mark in marks)
        {
            var points = mark.X.Zip(mark.Y, (x, y) => new Coordinates(x, y)).Where(point => double.IsFinite(point.X) && double.IsFinite(point.Y)).ToArray();
            plot.Add.ScatterPoints(points).LegendText = mark.Label;
        }

        plot.Title(title, 14);
        plot.Axes.Title.Label.Bold = false;
        plot.XLabel(xLabel, 12);
        plot.Axes.Bottom.Label.Bold = false;
        plot.ShowLegend(Edge.Right);
        return plot.GetImageBytes(Width, Height, ImageFormat.Png);
    }
}
