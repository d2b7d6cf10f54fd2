using AsynDGAN.Core.Data.Preparation;
using AsynDGAN.Core.Imaging;
using FsCheck;
using FsCheck.Fluent;

namespace AsynDGAN.Tests.Data.Preparation;

public class GreyHistogramTests
{
    [Test]
    public void Percentiles_equal_those_of_the_sorted_values() =>
        Prop.ForAll(Arb.From(Gen.ArrayOf(Gen.Choose(0, 65535), 30)), Arb.From(Gen.Choose(0, 100)), Arb.From(Gen.Choose(-1, 60000)), (values, percent, threshold) =>
        {
            var histogram = new GreyHistogram([new PixelArray(5, 6, 1, 16, Array.ConvertAll(values, value => (ushort)value))], 0);
            var sorted = values.Where(value => value > threshold).Order().ToArray();
            if (sorted.Length == 0)
            {
                return histogram.Percentile(percent, threshold) is null;
            }

            var position = percent / 100.0 * (sorted.Length - 1);
            var below = (int)position;
            var above = Math.Min(below + 1, sorted.Length - 1);
            var expected = sorted[below] + (position - below) * (sorted[above] - sorted[below]);
            return Math.Abs(histogram.Percentile(percent, threshold)!.Value - expected) < 1e-9;
        }).QuickCheckThrowOnFailure();

    [Test]
    public void Channels_are_counted_apart_over_all_slices()
    {
        var slices = new[] { new PixelArray(1, 2, 2, 8, [1, 10, 2, 20]), new PixelArray(1, 1, 2, 8, [3, 30]) };
        Assert.That(new GreyHistogram(slices, 0).Percentile(50, -1), Is.EqualTo(2));
        Assert.That(new GreyHistogram(slices, 1).Percentile(100, -1), Is.EqualTo(30));
    }
}
