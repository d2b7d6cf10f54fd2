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
}
