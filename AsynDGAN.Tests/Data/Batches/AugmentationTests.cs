using AsynDGAN.Core;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data.Batches;
using AsynDGAN.Core.Platform;

namespace AsynDGAN.Tests.Data.Batches;

public class AugmentationTests
{
    private static readonly AugmentOptions all = new() { Flip = Flip.Both, Shift = 0.1, Rotate = 15, Scale = 0.2, LoadSize = 36 };

    [Test]
    public void Changes_stay_in_their_ranges_and_fill_them()
    {
        var drawn = new Augmentation(all, 32).Draw(new SplitMix64(3), 2000);
        void Fills(Func<PairTransform, double> value, double low, double high)
        {
            Assert.That(drawn.Select(value), Is.All.InRange(low, high));
            Assert.That(drawn.Min(value), Is.EqualTo(low).Within(0.02 * (high - low)));
            Assert.That(drawn.Max(value), Is.EqualTo(high).Within(0.02 * (high - low)));
        }

        Fills(change => change.ShiftX, -0.1, 0.1);
        Fills(change => change.ShiftY, -0.1, 0.1);
        Fills(change => change.Degrees, -15, 15);
        Fills(change => change.Scale, 0.8, 1.2);
        Fills(change => change.Top, 0, 4);
        Fills(change => change.Left, 0, 4);
        Assert.That(drawn.Count(change => change.FlipHorizontal), Is.EqualTo(1000).Within(100));
        Assert.That(drawn.Count(change => change.FlipVertical), Is.EqualTo(1000).Within(100));
    }

    [Test]
    public void Equal_random_states_draw_equal_changes_and_others_differ()
    {
        var augmentation = new Augmentation(all, 32);
        var again = new Augmentation(all, 32).Draw(new SplitMix64(5), 3);
        Assert.That(augmentation.Draw(new SplitMix64(5), 3), Is.EqualTo(again));
        Assert.That(again.Concat(augmentation.Draw(new SplitMix64(6), 3)), Is.Unique);
    }

    [Test]
    public void Nothing_switched_on_is_the_identity() =>
        Assert.That(new Augmentation(new AugmentOptions { Flip = Flip.None }, 32).Draw(new SplitMix64(3), 20), Is.All.EqualTo(PairTransform.Identity(32)));

    [Test]
    public void Horizontal_flips_leave_top_and_bottom() =>
        Assert.That(new Augmentation(new AugmentOptions(), 32).Draw(new SplitMix64(3), 50).Select(change => change.FlipVertical), Is.All.False);

    [Test]
    public void Switching_one_change_on_leaves_the_others()
    {
        var flips = new Augmentation(new AugmentOptions { Flip = Flip.Both }, 32).Draw(new SplitMix64(3), 20);
        var more = new Augmentation(all, 32).Draw(new SplitMix64(3), 20);
        Assert.That(more[0].FlipHorizontal, Is.EqualTo(flips[0].FlipHorizontal));
        Assert.That(more[0].FlipVertical, Is.EqualTo(flips[0].FlipVertical));
    }

    [Test]
    public void Intensities_fill_their_share_of_the_ranges_and_leave_the_other_changes([Values(0.5, 1)] double share)
    {
        var plain = new Augmentation(all, 32).Draw(new SplitMix64(3), 2000);
        var lit = new Augmentation(all with { Intensity = share }, 32).Draw(new SplitMix64(3), 2000);
        Assert.That(lit.Select(change => change with { Gamma = 1, Contrast = 1 }), Is.EqualTo(plain));
        Assert.That((lit.Min(change => change.Gamma), lit.Max(change => change.Gamma)), Is.EqualTo((1 - 0.3 * share, 1 + 0.3 * share)).Using<(double, double)>(Near));
        Assert.That((lit.Min(change => change.Contrast), lit.Max(change => change.Contrast)), Is.EqualTo((1 - 0.2 * share, 1 + 0.2 * share)).Using<(double, double)>(Near));

        static bool Near((double Low, double High) a, (double Low, double High) b) => Math.Abs(a.Low - b.Low) < 0.01 && Math.Abs(a.High - b.High) < 0.01;
    }

    [Test]
    public void A_load_size_below_the_image_size_is_an_error()
    {
        var fault = Assert.Throws<UserException>(() => _ = new Augmentation(all, 64));
        Assert.That(fault!.Message, Does.Contain("load_size is 36").And.Contain("image_size 64"));
    }
}
