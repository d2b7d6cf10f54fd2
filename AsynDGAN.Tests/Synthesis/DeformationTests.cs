using AsynDGAN.Core.Platform;
using AsynDGAN.Core.Synthesis;
using TorchSharp;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Synthesis;

public class DeformationTests
{
    [Test]
    public void A_share_of_0_changes_nothing()
    {
        using var scope = NewDisposeScope();
        var planes = (Heads.Condition(Heads.Disc(9, 14, 5), Heads.Disc(12, 12, 10)) + 1) / 2;
        Assert.That(Deformation.Apply(planes, 0, new SplitMix64(1)).equal(planes).all().ToBoolean(), Is.True);
    }

    [Test]
    public void Values_stay_0_and_1_and_what_lay_inside_stays_inside()
    {
        using var scope = NewDisposeScope();
        var planes = (Heads.Condition(Heads.Disc(10, 13, 4), Heads.Disc(12, 12, 9)) + 1) / 2;
        for (var seed = 0UL; seed < 30; seed++)
        {
            var changed = Deformation.Apply(planes, 1, new SplitMix64(seed));
            Assert.That(((changed == 0) | (changed == 1)).all().ToBoolean(), Is.True);
            Assert.That((changed[0, 0] <= changed[0, 1]).all().ToBoolean(), Is.True);
        }
    }

    /// <summary>With all ranges in play: areas by the square of the scale and the shear's and displacement's few percent, centres by the shift.</summary>
    [Test]
    public void Area_and_centre_stay_within_the_ranges()
    {
        using var scope = NewDisposeScope();
        const int Side = 128;
        var grid = arange(Side).to(float32) - (Side - 1) / 2f;
        var disc = (grid.square().unsqueeze(0) + grid.square().unsqueeze(1) <= 30 * 30).to(float32).reshape(1, 1, Side, Side);
        var (smallest, largest) = (double.MaxValue, 0.0);
        for (var seed = 0UL; seed < 60; seed++)
        {
            var changed = Deformation.Apply(disc, 1, new SplitMix64(seed))[0, 0];
            var area = (changed.sum() / disc.sum()).ToDouble();
            (smallest, largest) = (Math.Min(smallest, area), Math.Max(largest, area));
            foreach (var along in new[] { 0, 1 })
            {
                var centre = ((changed.sum(along) * grid).sum() / changed.sum()).ToDouble();
                Assert.That(Math.Abs(centre), Is.LessThan(Side * (0.1 + 1.2 * 0.05)));
            }
        }

        Assert.That(smallest, Is.InRange(0.45, 0.85));
        Assert.That(largest, Is.InRange(1.15, 2.0));
    }

    [Test]
    public void Equal_random_states_give_equal_changes()
    {
        using var scope = NewDisposeScope();
        var planes = (Heads.Condition(Heads.Disc(9, 14, 5)) + 1) / 2;
        var first = Deformation.Apply(planes, 1, new SplitMix64(5));
        Assert.That(Deformation.Apply(planes, 1, new SplitMix64(5)).equal(first).all().ToBoolean(), Is.True);
        Assert.That(Deformation.Apply(planes, 1, new SplitMix64(6)).equal(first).all().ToBoolean(), Is.False);
    }
}
