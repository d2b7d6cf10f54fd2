using AsynDGAN.Core.Figures;
using AsynDGAN.Core.Imaging;

namespace AsynDGAN.Tests.Figures;

public class IntervalPlotTests
{
    private static readonly LabelledInterval[] rows = [new("Real-All", 0.8, 0.7, 0.9), new("Threshold", 0.4, 0.3, 0.45)];

    [Test]
    public void The_first_row_is_on_top_and_greater_values_are_on_the_right()
    {
        var plot = Decode(IntervalPlot.Render("Dice", rows));
        var blue = Blue(plot);
        var (upper, lower) = (blue.Where(p => p.Row < plot.Height / 2 - 40).ToList(), blue.Where(p => p.Row >= plot.Height / 2 - 40).ToList());
        Assert.Multiple(() =>
        {
            Assert.That(upper.Min(p => p.Column), Is.GreaterThan(lower.Max(p => p.Column)), "0.7 to 0.9 lies right of 0.3 to 0.45");
            Assert.That(Length(upper), Is.EqualTo(Length(lower) * 0.2 / 0.15).Within(4), "in proportion");
        });

        static int Length(List<(int Row, int Column)> line) => line.Max(p => p.Column) - line.Min(p => p.Column);
    }

    [Test]
    public void Labels_are_drawn_whatever_fonts_the_system_has()
    {
        var some = Decode(IntervalPlot.Render("Dice", rows));
        var other = Decode(IntervalPlot.Render("Dice", [rows[0] with { Label = "Real-Bll" }, rows[1]]));
        Assert.That(Enumerable.Range(0, some.Values.Length).Count(i => some.Values[i] != other.Values[i]), Is.InRange(20, 3000));
    }

    [Test]
    public void The_same_content_gives_the_same_bytes()
    {
        var first = IntervalPlot.Render("Dice", rows);
        Assert.That(IntervalPlot.Render("Dice", rows), Is.EqualTo(first));
    }

    [Test]
    public void Each_row_has_its_place()
    {
        var many = Enumerable.Range(0, 12).Select(i => new LabelledInterval($"Row {i}", 0.5, 0.5, 0.5)).ToArray();
        var plot = Decode(IntervalPlot.Render("Dice", many));
        var marked = Blue(plot).Select(p => p.Row).Distinct().Order().ToList();
        Assert.That(marked.Zip(marked.Skip(1)).Count(p => p.Second > p.First + 1), Is.EqualTo(11), "gaps between the marks");
    }

    [Test]
    public void Long_labels_leave_room_for_the_values_and_tell_rows_apart()
    {
        var label = string.Concat(Enumerable.Repeat("Generator of the north, ", 8));
        var plot = Render("own masks");
        Assert.That(Blue(plot).Select(p => p.Column).Distinct().Count(), Is.GreaterThan(plot.Width / 6));
        Assert.That(Render("new masks").Values, Is.Not.EqualTo(plot.Values));

        PixelArray Render(string end) => Decode(IntervalPlot.Render("Dice", [rows[0] with { Label = label + end }, rows[1]]));
    }

    [Test]
    public void A_plot_without_rows_is_refused() => Assert.Throws<ArgumentException>(() => IntervalPlot.Render("Dice", []));

    private static List<(int Row, int Column)> Blue(PixelArray plot) =>
    [
        .. from row in Enumerable.Range(0, plot.Height)
           from column in Enumerable.Range(0, plot.Width)
           where plot[row, column, 2] > plot[row, column, 0] + 80
           select (row, column),
    ];

    private static PixelArray Decode(byte[] png) => ImageFile.Decode(png, "plot");
}
