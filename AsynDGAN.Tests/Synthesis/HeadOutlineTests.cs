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

    [Test]
    public void Without_an_outline_there_is_no_head() => Assert.That(HeadOutline.Fill(Heads.Disc(0, 0, -1)).Count, Is.Zero);
}
