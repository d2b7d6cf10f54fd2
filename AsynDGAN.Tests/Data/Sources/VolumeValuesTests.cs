using AsynDGAN.Core;
using AsynDGAN.Core.Data.Sources;
using AsynDGAN.Core.Imaging;
using AsynDGAN.Core.Platform;

namespace AsynDGAN.Tests.Data.Sources;

public class VolumeValuesTests
{
    private const int Side = 20;

    [Test]
    public void Whole_values_above_a_background_of_0_are_kept_and_the_few_below_become_0()
    {
        var volume = Ball(0, random => 100 + Math.Floor(100 * random));
        volume.Values[Middle] = -3;
        var (stored, level) = VolumeValues.Of(volume);
        Assert.That(level, Is.Null);
        Assert.That(stored, Is.EqualTo(volume.Values.Select(value => Math.Max(0, value))));
    }

    [TestCase(-0.7)]
    [TestCase(-1024)]
    [TestCase(350)]
    public void Values_are_counted_from_the_level_of_a_constant_background_below_the_tissue(double background)
    {
        var volume = Ball(background, random => background + 1 + 3 * random);
        var (stored, level) = VolumeValues.Of(volume);
        Assert.That(level, Is.EqualTo(background.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        AssertOrdered(volume, stored, background);
    }

    [Test]
    public void Tissue_on_both_sides_of_a_background_of_0_is_kept_and_the_head_is_whole()
    {
        var volume = Ball(0, random => 4 * random - 2);
        var (stored, level) = VolumeValues.Of(volume);
        Assert.That(level, Does.StartWith("0, amid the tissue's values"));
        AssertOrdered(volume, stored, 0);
        var threshold = ForegroundThreshold.Of(Array.ConvertAll(stored, value => (float)value));
        var tissue = stored.Where((_, i) => volume.Values[i] != 0).ToArray();
        Assert.That(tissue.Count(value => value > threshold), Is.GreaterThan(0.99 * tissue.Length));
    }

    /// <summary>An organ of 0.5 to 2 % of the volume, as where it alone was brought to mean 0.</summary>
    [TestCase(2.2, 0)]
    [TestCase(2.7, -0.25)]
    [TestCase(3.4, 0)]
    public void Tissue_on_both_sides_of_the_background_is_kept_however_little_of_the_volume_it_is(double radius, double background)
    {
        var volume = Ball(background, random => background + 3 * random - 1, radius);
        Assert.That(volume.Values.Count(value => value != background), Is.InRange(0.004 * volume.Values.Length, 0.022 * volume.Values.Length));
        var (stored, level) = VolumeValues.Of(volume);
        Assert.That(level, Does.StartWith($"{background.ToString(System.Globalization.CultureInfo.InvariantCulture)}, amid the tissue's values"));
        AssertOrdered(volume, stored, background);
    }

    [Test]
    public void The_slight_rim_of_a_small_organ_below_the_background_becomes_0()
    {
        var volume = Ball(0, random => 500 + Math.Floor(500 * random), radius: 3.4);
        foreach (var i in Enumerable.Range(0, volume.Values.Length).Where(i => volume.Values[i] > 0).Take(6).ToArray())
        {
            volume.Values[i] = -7;
        }

        var (stored, level) = VolumeValues.Of(volume);
        Assert.That(level, Is.Null);
        Assert.That(stored, Is.EqualTo(volume.Values.Select(value => Math.Max(0, value))));
    }

    [Test]
    public void Mostly_negative_values_without_a_constant_background_are_counted_from_the_lowest()
    {
        var noise = new SplitMix64(3);
        var volume = Ball(0, random => 3 * random);
        for (var i = 0; i < volume.Values.Length; i++)
        {
            volume.Values[i] += volume.Values[i] == 0 ? -0.8 + 0.05 * noise.NextNormal() : 0;
        }

        var (stored, level) = VolumeValues.Of(volume);
        Assert.That(level, Does.EndWith("the lowest, since there is no constant background"));
        Assert.That(stored.Count(value => value == 0), Is.LessThan(stored.Length / 100));
    }

    [TestCase(0.02)]
    [TestCase(0.4)]
    public void Tissue_below_0_is_kept_however_much_of_the_volume_it_is(double share)
    {
        // No constant background: noise above 0 and, below it, an object.
        var noise = new SplitMix64(3);
        var volume = new Volume(Side, Side, Side, [.. Enumerable.Range(0, Side * Side * Side).Select(i => i < share * Side * Side * Side ? -300 + Math.Floor(20 * noise.Between(0, 1)) : Math.Floor(900 * noise.Between(0, 1)))], new VoxelSpacing(1, 1, 1));
        var (stored, level) = VolumeValues.Of(volume);
        Assert.That(level, Does.Match("^-(300|299), the lowest"));
        Assert.That(stored.Zip(volume.Values, (kept, value) => kept - value).Distinct().Count(), Is.AtMost(2), "all but the few lowest are moved by one number");
    }

    [Test]
    public void What_interpolation_leaves_below_the_background_becomes_0()
    {
        var noise = new SplitMix64(5);
        var volume = Ball(0, random => 500 + Math.Floor(500 * random));
        for (var i = 0; i < volume.Values.Length; i++)
        {
            volume.Values[i] += volume.Values[i] == 0 ? Math.Floor(21 * noise.Between(0, 1)) - 10 : 0;
        }

        var (stored, level) = VolumeValues.Of(volume);
        Assert.That(level, Is.Null);
        Assert.That(stored, Is.EqualTo(volume.Values.Select(value => Math.Max(0, value))));
    }

    [TestCase(1e9)]
    [TestCase(-1e9)]
    public void One_voxel_far_out_changes_no_other(double far)
    {
        foreach (var volume in new[] { Ball(0, random => 100 + Math.Floor(100 * random)), Ball(-0.7, random => random) })
        {
            var (before, _) = VolumeValues.Of(volume);
            volume.Values[Middle] = far;
            var (after, _) = VolumeValues.Of(volume);
            Assert.That(after.Where((_, i) => i != Middle).Zip(before.Where((_, i) => i != Middle), (a, b) => Math.Abs(a - b)).Max(), Is.LessThan(700));
            Assert.That(after[Middle], Is.EqualTo(far > 0 ? ushort.MaxValue : 0));
        }
    }

    [Test]
    public void A_dark_voxel_hides_no_background_above_0()
    {
        var volume = Ball(1024, random => 1100 + random);
        volume.Values[Middle] = 0;
        Assert.That(VolumeValues.Of(volume).Level, Is.EqualTo("1024"));
    }

    [TestCase(double.NaN)]
    [TestCase(double.PositiveInfinity)]
    public void Values_that_are_no_numbers_are_refused(double value)
    {
        var volume = Ball(0, random => 1 + random);
        volume.Values[5] = value;
        Assert.That(() => VolumeValues.Of(volume), Throws.TypeOf<UserException>().With.Message.Contains("not a finite number"));
    }

    [Test]
    public void A_volume_of_one_value_is_refused([Values(0, -5, 7)] double value) =>
        Assert.That(() => VolumeValues.Of(Ball(value, _ => value)), Throws.TypeOf<UserException>().With.Message.Contains($"run from {value} to {value}"));

    private static int Middle => (Side / 2 * Side + Side / 2) * Side + Side / 2;

    /// <summary>Tissue of random values in a ball, a constant background around it.</summary>
    private static Volume Ball(double background, Func<double, double> tissue, double radius = 8)
    {
        var random = new SplitMix64(7);
        return new Volume(Side, Side, Side, [.. Enumerable.Range(0, Side * Side * Side).Select(i =>
        {
            var (z, y, x) = (i / Side / Side - 9.5, i / Side % Side - 9.5, i % Side - 9.5);
            return z * z + y * y + x * x < radius * radius ? tissue(random.Between(0, 1)) : background;
        })], new VoxelSpacing(1, 1, 1));
    }

    /// <summary>The background is 0, all tissue above it, in its own order.</summary>
    private static void AssertOrdered(Volume volume, ushort[] stored, double background)
    {
        var (last, lastStored) = (double.NegativeInfinity, 0);
        foreach (var (value, kept) in volume.Values.Zip(stored).Where(pair => pair.First != background).OrderBy(pair => pair.First))
        {
            Assert.That(kept, Is.GreaterThan(0).And.GreaterThanOrEqualTo(lastStored), $"{value} after {last}");
            (last, lastStored) = (value, kept);
        }

        Assert.That(volume.Values.Zip(stored).Where(pair => pair.First == background).Select(pair => pair.Second), Is.All.Zero);
    }
}
