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
    public void A_plot_without_lines_is_refused() => Assert.Throws<ArgumentException>(() => LinePlot.Render("loss", "step", []));

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
