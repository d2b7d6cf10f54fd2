using AsynDGAN.Core.Imaging;
using AsynDGAN.Core.Synthesis;

namespace AsynDGAN.Tests.Synthesis;

public class HeadOutlineTests
{
    [TestCase(11.5, 11.5, 8)]
    [TestCase(11.5, 11.5, 13)]
    [TestCase(2, 11, 9)]
    [TestCase(12, 21, 10)]
    [TestCase(20, 12, 8)]
    [TestCase(12, 4, 6)]
    public void A_head_comes_back_from_its_outline_also_where_the_border_cuts_it(double row, double column, double radius)
    {
        var head = Heads.Disc(row, column, radius);
        Assert.That(HeadOutline.Fill(Morphology.Outline(head)).Values, Is.EqualTo(head.Values));
    }

    [TestCase(0, 0, 14, 4, 4)]
    [TestCase(23, 2, 16, 20, 3)]
    [TestCase(30, 30, 20, 22, 22)]
    [TestCase(0, 0, 28, 10, 10)]
    [TestCase(12, 12, 40, 5, 18)]
    public void A_head_that_holds_a_corner_or_the_whole_picture_is_the_side_of_its_object(double row, double column, double radius, int down, int across)
    {
        var head = Heads.Disc(row, column, radius);
        Assert.That(HeadOutline.Fill(Morphology.Outline(head), Heads.Disc(down, across, 2)).Values, Is.EqualTo(head.Values));
    }

    [Test]
    public void An_object_that_reaches_beyond_its_head_does_not_make_the_background_head()
    {
        var head = Heads.Disc(12, 10, 7);
        Assert.That(HeadOutline.Fill(Morphology.Outline(head), Heads.Disc(12, 16, 3)).Values, Is.EqualTo(head.Values));
    }

    [Test]
    public void Without_an_outline_there_is_no_head() => Assert.That(HeadOutline.Fill(Heads.Disc(0, 0, -1)).Count, Is.Zero);
}
