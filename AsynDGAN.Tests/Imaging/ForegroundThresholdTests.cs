using AsynDGAN.Core.Imaging;

namespace AsynDGAN.Tests.Imaging;

public class ForegroundThresholdTests
{
    [Test]
    public void Two_values_are_parted_a_quarter_of_the_way_up()
    {
        float[] volume = [.. Enumerable.Repeat(-20f, 700), .. Enumerable.Repeat(80f, 300)];
        Assert.That(ForegroundThreshold.Of(volume), Is.EqualTo(5).Within(0.05));
    }

    [Test]
    public void Noisy_tissue_is_parted_from_noisy_air()
    {
        var threshold = ForegroundThreshold.Of(Volume(air: 5, tissue: 60, fatShare: 0));
        Assert.That(threshold, Is.InRange(14, 30));
    }

    [Test]
    public void Bright_fat_does_not_raise_the_threshold_above_tissue()
    {
        var threshold = ForegroundThreshold.Of(Volume(air: 5, tissue: 40, fatShare: 0.08));
        Assert.That(threshold, Is.InRange(10, 25));
    }

    [Test]
    public void A_grey_background_is_not_foreground()
    {
        var threshold = ForegroundThreshold.Of(Volume(air: 76, tissue: 140, fatShare: 0.08));
        Assert.That(threshold, Is.InRange(85, 115));
    }

    [Test]
    public void It_moves_with_the_volumes_offset_and_scale()
    {
        var volume = Volume(air: 5, tissue: 60, fatShare: 0.08);
        var threshold = ForegroundThreshold.Of(volume);
        Assert.That(ForegroundThreshold.Of(Array.ConvertAll(volume, value => 3 * value - 500)), Is.EqualTo(3 * threshold - 500).Within(0.5));
    }

    [Test]
    public void Nothing_is_above_the_threshold_of_a_constant_volume()
    {
        Assert.That(ForegroundThreshold.Of([7f, 7f, 7f]), Is.EqualTo(7f));
    }

    [Test]
    public void A_single_hot_voxel_does_not_matter()
    {
        var volume = Volume(air: 5, tissue: 60, fatShare: 0);
        volume[0] = 5000;
        Assert.That(ForegroundThreshold.Of(volume), Is.InRange(14, 30));
    }

    /// <summary>Six tenths air, the rest tissue around its middle and fat at three times the height above air.</summary>
    private static float[] Volume(float air, float tissue, double fatShare)
    {
        var random = new Random(1);
        return Enumerable.Range(0, 40000).Select(_ =>
        {
            var kind = random.NextDouble();
            var noise = (float)(random.NextDouble() + random.NextDouble() - 1);
            return kind < 0.6 ? air + 3 * noise : kind < 1 - fatShare ? tissue + (tissue - air) * 0.4f * noise : air + 3 * (tissue - air);
        }).ToArray();
    }
}
