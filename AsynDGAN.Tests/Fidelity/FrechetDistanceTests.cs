using AsynDGAN.Core.Fidelity;
using MathNet.Numerics.LinearAlgebra;

namespace AsynDGAN.Tests.Fidelity;

public class FrechetDistanceTests
{
    private static readonly string[] cases = DistributionsGolden.Names("frechet");

    [TestCaseSource(nameof(cases))]
    public void It_is_the_reference_s(string name)
    {
        var expected = DistributionsGolden.Case("frechet", name);
        var distance = FrechetDistance.Between(Moments(name, 1), Moments(name, 2));
        var tolerance = expected.GetProperty("atol").GetDouble() + expected.GetProperty("rtol").GetDouble() * expected.GetProperty("frechet").GetDouble();
        Assert.That(distance, Is.EqualTo(expected.GetProperty("frechet").GetDouble()).Within(tolerance));
    }

    /// <summary>Of commuting covariances it is |m1 - m2|^2 and the squared difference of the deviations.</summary>
    [Test]
    public void Of_independent_features_it_is_the_sum_over_features()
    {
        var a = new NormalMoments(Vector<double>.Build.Dense([1, -2]), Matrix<double>.Build.DenseOfDiagonalArray([4, 9]));
        var b = new NormalMoments(Vector<double>.Build.Dense([0, 1]), Matrix<double>.Build.DenseOfDiagonalArray([1, 0]));
        Assert.That(FrechetDistance.Between(a, b), Is.EqualTo(1 + 9 + 1 + 9).Within(1e-12));
        Assert.That(FrechetDistance.Between(b, a), Is.EqualTo(20).Within(1e-12), "either way");
    }

    [Test]
    public void Moments_of_different_features_have_none() => Assert.That(
        () => FrechetDistance.Between(Moments("random_2", 1), Moments("random_4", 1)), Throws.ArgumentException);

    private static NormalMoments Moments(string name, int which) =>
        new(DistributionsGolden.Values("frechet", $"{name}/mean{which}").Row(0), DistributionsGolden.Values("frechet", $"{name}/cov{which}"));
}
