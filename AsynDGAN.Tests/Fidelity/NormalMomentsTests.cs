using AsynDGAN.Core.Fidelity;
using AsynDGAN.Core.Platform;

namespace AsynDGAN.Tests.Fidelity;

public class NormalMomentsTests
{
    /// <summary>Four points at the corners of a rectangle: S is diagonal, and every term can be worked out.</summary>
    [Test]
    public void The_covariance_is_shrunk_as_by_hand()
    {
        // S = diag(4, 1), m = 2.5, D = 4.5; |x x' - S|^2 = |(4, 2; 2, 1) - S|^2 = 8 for each of 4, so B = 32 / 16 = 2.
        var moments = NormalMoments.Shrunk(Set([[2, 1], [2, -1], [-2, 1], [-2, -1]]), [1, 1, 1, 1]);
        Assert.Multiple(() =>
        {
            Assert.That(moments.Mean, Is.EqualTo(new[] { 0, 0 }).Within(1e-12));
            Assert.That(moments.Covariance[0, 0], Is.EqualTo(4 - 2 / 4.5 * 1.5).Within(1e-12));
            Assert.That(moments.Covariance[1, 1], Is.EqualTo(1 + 2 / 4.5 * 1.5).Within(1e-12));
            Assert.That(moments.Covariance[0, 1], Is.Zero.Within(1e-12));
        });
    }

    [Test]
    public void A_patient_that_counts_twice_is_as_two_that_are_equal_and_one_that_does_not_count_is_not_there()
    {
        double[][] rows = [[1, 2, 0], [0, 1, 4], [3, -1, 1], [2, 2, -2]];
        var drawn = NormalMoments.Shrunk(Set(rows), [2, 0, 1, 1]);
        var copied = NormalMoments.Shrunk(Set([rows[0], rows[0], rows[2], rows[3]]), [1, 1, 1, 1]);
        Assert.That((drawn.Covariance - copied.Covariance).FrobeniusNorm(), Is.LessThan(1e-12));
        Assert.That((drawn.Mean - copied.Mean).L2Norm(), Is.LessThan(1e-12));
    }

    [Test]
    public void Many_images_are_hardly_shrunk_and_few_have_full_rank()
    {
        var random = new SplitMix64(3);
        var many = NormalMoments.Shrunk(Set([.. Enumerable.Range(0, 20_000).Select(_ => new[] { 3 * random.NextNormal(), random.NextNormal() })]), Enumerable.Repeat(1, 20_000).ToArray());
        Assert.That(many.Covariance[0, 0], Is.EqualTo(9).Within(0.3));
        Assert.That(many.Covariance[1, 1], Is.EqualTo(1).Within(0.05));

        var few = NormalMoments.Shrunk(Set([.. Enumerable.Range(0, 4).Select(_ => Enumerable.Range(0, 8).Select(_ => random.NextNormal()).ToArray())]), [1, 1, 1, 1]);
        Assert.That(few.Covariance.Evd().EigenValues.Min(value => value.Real), Is.Positive);
    }

    [Test]
    public void Images_that_are_all_alike_have_no_covariance() =>
        Assert.That(NormalMoments.Shrunk(Set([[1, 2], [1, 2]]), [1, 1]).Covariance.FrobeniusNorm(), Is.Zero);

    private static FeatureSet Set(double[][] rows) => new(rows, [.. rows.Select((_, i) => $"{i:D6}")]);
}
