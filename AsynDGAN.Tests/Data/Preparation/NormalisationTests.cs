using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data.Preparation;
using AsynDGAN.Core.Imaging;

namespace AsynDGAN.Tests.Data.Preparation;

public class NormalisationTests
{
    // Background 0 to 4 and a foreground of 50, 100, 150.
    private static readonly GreyHistogram histogram = new([new PixelArray(1, 8, 1, 8, [0, 1, 2, 3, 4, 50, 100, 150])], 0);

    [Test]
    public void By_the_median_zero_is_black_and_white_times_the_median_white()
    {
        var line = Normalisation.Of(histogram, 10, new NormaliseOptions { White = 2.5 });
        Assert.That((line.Of(0), line.Of(125), line.Of(250), line.Of(255)), Is.EqualTo((-1f, 0f, 1f, 1f)));
    }

    [Test]
    public void By_percentiles_the_foregrounds_ends_are_black_and_white()
    {
        var line = Normalisation.Of(histogram, 10, new NormaliseOptions { To = NormaliseTo.Percentile, Low = 0, High = 100 });
        Assert.That((line.Of(0), line.Of(50), line.Of(100), line.Of(150), line.Of(255)), Is.EqualTo((-1f, -1f, 0f, 1f, 1f)));
    }

    [TestCase(8, 255)]
    [TestCase(16, 65535)]
    public void By_range_the_data_type_alone_counts(int bits, int white)
    {
        var line = Normalisation.OfRange(bits);
        Assert.That((line.Of(0), line.Of(white)), Is.EqualTo((-1f, 1f)));
    }

    [Test]
    public void A_foreground_of_one_value_is_white_by_percentiles()
    {
        var line = Normalisation.Of(new GreyHistogram([TestCases.Constant(2, 2, 80)], 0), 10, new NormaliseOptions { To = NormaliseTo.Percentile });
        Assert.That((line.Of(0), line.Of(80)), Is.EqualTo((-1f, 1f)));
    }

    [TestCase(NormaliseTo.Median)]
    [TestCase(NormaliseTo.Percentile)]
    public void Without_a_foreground_all_is_black(NormaliseTo to)
    {
        var line = Normalisation.Of(new GreyHistogram([TestCases.Constant(2, 2, 0)], 0), 0, new NormaliseOptions { To = to });
        Assert.That((line.Of(0), line.Of(255)), Is.EqualTo((-1f, -1f)));
    }

    /// <summary>A constant background, little darker than tissue, and a few black pixels such as a burnt-in mark.</summary>
    [TestCase(NormaliseTo.Median)]
    [TestCase(NormaliseTo.Percentile)]
    public void A_few_pixels_below_a_grey_background_do_not_part_them_from_everything_else(NormaliseTo to)
    {
        var picture = TestCases.Picture(60, 60, (y, x) => (y, x) is (30, >= 30 and < 33) ? 0 : y is > 14 and < 46 && x is > 14 and < 46 ? 108 + (y + x) % 5 : 100);
        var statistics = GreyStatistics.Of([picture], 0);
        Assert.That(statistics.Background, Is.EqualTo(100));
        Assert.That(statistics.Threshold, Is.GreaterThan(100).And.LessThan(108));
        foreach (var line in new[] { statistics.OfAll(new NormaliseOptions { To = to }), statistics.OfSlice(picture, new NormaliseOptions { To = to }) })
        {
            Assert.That(line.Of(0), Is.EqualTo(-1));
            Assert.That(line.Of(100), Is.EqualTo(-1).Within(1e-5));
            Assert.That(line.Of(112), Is.GreaterThan(line.Of(108)).And.LessThanOrEqualTo(1));
        }
    }

    [Test]
    public void Black_colour_pictures_are_black() => Assert.That(
        GreyStatistics.OfColour([new PixelArray(4, 4, 3, 8, new ushort[48])]).OfAll(new NormaliseOptions { To = NormaliseTo.Percentile }).Of(0), Is.EqualTo(-1f));
}
