using ScottPlot;

namespace AsynDGAN.Core.Figures;

/// <summary>Values with their intervals, one a row from top to bottom. The same content always gives the same bytes.</summary>
public static class IntervalPlot
{
    private const int Width = 1200;
    private const int RowHeight = 52;
    private const int AxisHeight = 130;
    private const double Scale = 2;
    private const int LabelSize = 12;
    private const double WidestLabel = 0.45 * Width;

    /// <summary>Draws the plot.</summary>
    /// <param name="valueLabel">Written below the axis of values.</param>
    /// <param name="rows">At least one, the first on top.</param>
    /// <returns>A PNG, 1200 pixels wide.</returns>
    /// <exception cref="ArgumentException">There is no row.</exception>
    public static byte[] Render(string valueLabel, IReadOnlyList<LabelledInterval> rows)
    {
        if (rows.Count == 0)
        {
            throw new ArgumentException("a plot without rows", nameof(rows));
        }

        var plot = PlotFont.NewPlot();
        plot.ScaleFactor = Scale;
        var heights = Enumerable.Range(0, rows.Count).Select(i => (double)(rows.Count - 1 - i)).ToArray();
        foreach (var (row, y) in rows.Zip(heights))
        {
            var line = plot.Add.Line(row.Low ?? row.Value, y, row.High ?? row.Value, y);
            (line.LineWidth, line.Color) = (2, Colors.SteelBlue);
            plot.Add.Marker(row.Value, y, MarkerShape.FilledCircle, 8, Colors.SteelBlue);
        }

        plot.Axes.Left.SetTicks(heights, [.. rows.Select(row => Lettering.Readable(row.Label, LabelSize * Scale, WidestLabel))]);
        plot.Axes.Left.MajorTickStyle.Length = 0;
        plot.Grid.YAxisStyle.IsVisible = false;
        plot.XLabel(valueLabel, 13);
        plot.Axes.Bottom.Label.Bold = false;
        var (low, high) = (rows.Min(row => row.Low ?? row.Value), rows.Max(row => row.High ?? row.Value));
        var margin = Math.Max(0.05 * (high - low), 0.01);
        plot.Axes.SetLimits(low - margin, high + margin, -0.6, rows.Count - 0.4);
        return plot.GetImageBytes(Width, AxisHeight + RowHeight * rows.Count, ImageFormat.Png);
    }
}
