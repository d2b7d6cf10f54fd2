using ScottPlot;
using ScottPlot.Palettes;

namespace AsynDGAN.Core.Figures;

/// <summary>Lines over a common axis, with a legend beside them. The same content always gives the same bytes.</summary>
public static class LinePlot
{
    private const int Width = 1040;
    private const int Height = 560;
    private const double Scale = 2;
    private const int TitleSize = 14;
    private const double WidestTitle = 0.85 * Width;

    // The legend has a column of labels, and two of short ones where they do not fit into one at this height; of more the plot is higher.
    private const int LabelSize = 12;
    private const int LabelsAColumn = 9;
    private const int LabelHeight = 42;
    private const double WidestLabel = 0.4 * Width;
    private const double WidestOfTwo = 90;

    private static readonly LinePattern[] patterns = [LinePattern.Solid, LinePattern.Dashed, LinePattern.Dotted, LinePattern.DenselyDashed];

    /// <summary>Draws the plot.</summary>
    /// <param name="title">Written above.</param>
    /// <param name="xLabel">Written below the horizontal axis.</param>
    /// <param name="lines">At least one; not-finite values are left out, and what has one point is a mark.</param>
    /// <returns>A PNG, 1040 pixels wide, and as high as the legend needs.</returns>
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
        string[] labels = [.. lines.Select(line => Lettering.Readable(line.Label, LabelSize * Scale, WidestLabel))];
        var columns = lines.Count > LabelsAColumn && labels.All(label => Lettering.Readable(label, LabelSize * Scale, WidestOfTwo) == label) ? 2 : 1;
        foreach (var (i, line) in lines.Index())
        {
            var points = line.X.Zip(line.Y, (x, y) => new Coordinates(x, y)).Where(point => double.IsFinite(point.Y)).ToArray();
            var scatter = points.Length == 1 ? plot.Add.ScatterPoints(points) : plot.Add.ScatterLine(points);
            (scatter.LegendText, scatter.LineWidth) = (labels[i], 1.5f);

            // The colours begin anew behind the last.
            scatter.LinePattern = patterns[i / plot.Add.Palette.Colors.Length % patterns.Length];
        }

        plot.Title(Lettering.Readable(title, TitleSize * Scale, WidestTitle), TitleSize);
        plot.Axes.Title.Label.Bold = false;
        plot.XLabel(xLabel, 12);
        plot.Axes.Bottom.Label.Bold = false;
        plot.ShowLegend(Edge.Right);
        var rows = (lines.Count + columns - 1) / columns;
        return plot.GetImageBytes(Width, Height + LabelHeight * Math.Max(0, rows - LabelsAColumn), ImageFormat.Png);
    }
}
