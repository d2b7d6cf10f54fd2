using AsynDGAN.Core.Figures;
using AsynDGAN.Core.Imaging;

namespace AsynDGAN.Tests.Figures;

public class LinePlotTests
{
    private static readonly PlotLine rising = new("site-1", [0, 1, 2], [0, 1, 2]);
    private static readonly PlotLine falling = new("site-2", [0, 1, 2], [2, 1, 0]);

    [Test]
    public void Every_line_has_a_colour_of_its_own()
    {
        var (one, two) = (Colours(LinePlot.Render("loss", "step", [rising])), Colours(LinePlot.Render("loss", "step", [rising, falling])));
        Assert.That((one.Count, two.Count), Is.EqualTo((1, 2)));
    }

    [Test]
    public void The_same_content_gives_the_same_bytes()
    {
        var first = LinePlot.Render("loss", "step", [rising]);
        Assert.That(LinePlot.Render("loss", "step", [rising]), Is.EqualTo(first));
    }

    [Test]
    public void A_title_is_drawn_whatever_fonts_the_system_has() =>
        Assert.That(LinePlot.Render("loss", "step", [rising]), Is.Not.EqualTo(LinePlot.Render("lust", "step", [rising])));

    [Test]
    public void Values_that_are_not_finite_are_left_out()
    {
        var holed = new PlotLine("site-1", [0, 1, 1.5, 2], [0, 1, double.NaN, 2]);
        Assert.That(LinePlot.Render("loss", "step", [holed]), Is.EqualTo(LinePlot.Render("loss", "step", [rising])));
    }

    [Test]
    public void A_line_of_one_point_is_a_mark_at_its_place() =>
        Assert.That(LinePlot.Render("loss", "step", [rising, new("best", [0], [2])]), Is.Not.EqualTo(LinePlot.Render("loss", "step", [rising, new("best", [2], [0])])));

    [Test]
    public void Long_names_leave_room_for_the_lines([Values(1, 12)] int lines)
    {
        var name = "Hospital of the northern consortium for the study of rare tumours, ";
        var plot = ImageFile.Decode(LinePlot.Render(name + name, "step", [.. Enumerable.Range(0, lines).Select(i => Level($"{name}{i}", i))]), "plot");
        Assert.That(Blues(plot).Max(row => row.Count), Is.GreaterThan(plot.Width / 4));
    }

    [Test]
    public void The_legend_has_every_line([Values(3, 10, 18, 24, 70)] int lines)
    {
        PlotLine[] levels = [.. Enumerable.Range(0, lines).Select(i => Level($"site-{i + 10}", i))];
        var whole = LinePlot.Render("loss", "step", levels);
        levels[^1] = levels[^1] with { Label = "site-99" };
        Assert.That(LinePlot.Render("loss", "step", levels), Is.Not.EqualTo(whole));
    }

    [Test]
    public void Lines_of_one_colour_are_told_apart_by_dashes()
    {
        var blues = Blues(ImageFile.Decode(LinePlot.Render("loss", "step", [.. Enumerable.Range(0, 21).Select(i => Level($"site-{i}", i))]), "plot"));
        var (last, first) = (blues[0].Count, blues[^1].Count);
        Assert.That(first, Is.GreaterThan(300), "the first line, at the bottom");
        Assert.That(last, Is.InRange(first / 3, first * 9 / 10), "the twenty-first, on top");
    }

    [Test]
    public void A_plot_without_lines_is_refused() => Assert.Throws<ArgumentException>(() => LinePlot.Render("loss", "step", []));

    private static PlotLine Level(string label, double y) => new(label, [0, 1], [y, y]);

    /// <summary>The rows, from the top, that have more of the first line's colour than a legend has, and of how many pixels.</summary>
    private static List<(int Row, int Count)> Blues(PixelArray plot) =>
    [
        .. Enumerable.Range(0, plot.Height)
            .Select(row => (Row: row, Count: Enumerable.Range(0, plot.Width).Count(column => (plot[row, column, 0], plot[row, column, 1], plot[row, column, 2]) == (31, 119, 180))))
            .Where(row => row.Count > 100),
    ];

    /// <summary>Colours, other than greys, that many pixels have.</summary>
    private static List<(ushort, ushort, ushort)> Colours(byte[] png)
    {
        var plot = ImageFile.Decode(png, "plot");
        return
        [
            .. Enumerable.Range(0, plot.Width * plot.Height)
                .Select(i => (plot.Values[3 * i], plot.Values[3 * i + 1], plot.Values[3 * i + 2]))
                .Where(c => c.Item1 != c.Item2 || c.Item2 != c.Item3)
                .GroupBy(c => c).Where(g => g.Count() > 200).Select(g => g.Key),
        ];
    }
}
