using ScottPlot;

namespace AsynDGAN.Core.Figures;

/// <summary>Histograms over each other, and lines over them. The same content always gives the same bytes.</summary>
public static class HistogramPlot
{
    private const int Width = 560;
    private const int Height = 380;
    private const int TitleSize = 14;
    private const int WidestTitle = Width - 40;

    private static readonly Color[] Fills = [Color.FromHex("#f4a13b").WithAlpha(0.6), Color.FromHex("#3b7dd8").WithAlpha(0.6)];
    private static readonly Color[] Inks = [Colors.Black, Colors.Crimson, Colors.SteelBlue, Colors.DarkOrange];

    /// <summary>Draws the plot.</summary>
    /// <param name="title">Written above.</param>
    /// <param name="edges">The bins' edges, ascending, one more than bars.</param>
    /// <param name="bars">Up to two histograms; may be none.</param>
    /// <param name="lines">Up to four, drawn over the bars.</param>
    /// <returns>A PNG, 560 pixels wide.</returns>
    public static byte[] Render(string title, IReadOnlyList<double> edges, IReadOnlyList<BarPlot> bars, IReadOnlyList<PlotLine> lines)
    {
        var plot = PlotFont.NewPlot();
        foreach (var (i, histogram) in bars.Index())
        {
            var added = plot.Add.Bars(histogram.Heights.Select((height, bin) => new Bar
            {
                Position = (edges[bin] + edges[bin + 1]) / 2,
                Value = height,
                Size = edges[bin + 1] - edges[bin],
                FillColor = Fills[i],
                LineWidth = 0,
            }).ToArray());
            added.LegendText = histogram.Label;
        }

        foreach (var (i, line) in lines.Index())
        {
            var added = plot.Add.ScatterLine(line.X.Zip(line.Y, (x, y) => new Coordinates(x, y)).ToArray());
            (added.LegendText, added.LineWidth, added.Color) = (line.Label, 2, Inks[i]);
        }

        plot.Title(Lettering.Readable(title, TitleSize, WidestTitle), TitleSize);
        plot.Axes.Title.Label.Bold = false;
        plot.ShowLegend(Alignment.UpperLeft);
        plot.Axes.Margins(bottom: 0, top: 0.3);
        return plot.GetImageBytes(Width, Height, ImageFormat.Png);
    }
}
