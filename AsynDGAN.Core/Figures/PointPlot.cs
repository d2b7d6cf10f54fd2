using ScottPlot;

namespace AsynDGAN.Core.Figures;

/// <summary>Clouds of points in the plane. The same content always gives the same bytes.</summary>
public static class PointPlot
{
    private const int Side = 480;
    private const int TitleSize = 14;
    private const int WidestTitle = Side - 40;

    private static readonly Color[] Inks = [Color.FromHex("#f4a13b").WithAlpha(0.6), Color.FromHex("#3b7dd8").WithAlpha(0.6)];

    /// <summary>Draws the plot.</summary>
    /// <param name="title">Written above.</param>
    /// <param name="clouds">Up to two: what the legend says, and the points' coordinates.</param>
    /// <returns>A PNG of 480 x 480 pixels.</returns>
    public static byte[] Render(string title, IReadOnlyList<PlotLine> clouds)
    {
        var plot = PlotFont.NewPlot();
        foreach (var (i, cloud) in clouds.Index())
        {
            var added = plot.Add.Markers(cloud.X.Zip(cloud.Y, (x, y) => new Coordinates(x, y)).ToArray(), MarkerShape.FilledCircle, 3, Inks[i]);
            added.LegendText = cloud.Label;
        }

        plot.Title(Lettering.Readable(title, TitleSize, WidestTitle), TitleSize);
        plot.Axes.Title.Label.Bold = false;
        plot.Axes.SquareUnits();
        plot.ShowLegend(Alignment.UpperLeft);
        return plot.GetImageBytes(Side, Side, ImageFormat.Png);
    }
}
