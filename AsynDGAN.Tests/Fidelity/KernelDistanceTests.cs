using AsynDGAN.Core.Fidelity;

namespace AsynDGAN.Tests.Fidelity;

public class KernelDistanceTests
{
    private static readonly string[] cases = DistributionsGolden.Names("kid");

    [TestCaseSource(nameof(cases))]
    public void Where_every_image_is_a_patient_s_of_its_own_it_is_the_reference_s(string name)
    {
        var (x, y) = (DistributionsGolden.Set("kid", name + "/x"), DistributionsGolden.Set("kid", name + "/y"));
        var expected = DistributionsGolden.Case("kid", name).GetProperty("mmd2_unbiased").GetDouble();
        Assert.That(new KernelDistance(x, y).Of(x.Once(), y.Once()), Is.EqualTo(expected).Within(1e-10 + 1e-9 * Math.Abs(expected)));
    }

    [Test]
    public void Pairs_of_one_patient_are_left_out()
    {
        var a = new FeatureSet([[1], [2], [-1], [3]], ["p", "p", "q", "r"]);
        var b = new FeatureSet([[0], [1]], ["s", "t"]);
        double[] within = [K(1, -1), K(1, 3), K(2, -1), K(2, 3), K(-1, 3)];
        var across = new double[] { 1, 2, -1, 3 }.Average(x => (K(x, 0) + K(x, 1)) / 2);
        Assert.That(new KernelDistance(a, b).Of(a.Once(), b.Once()), Is.EqualTo(within.Average() + K(0, 1) - 2 * across).Within(1e-12));
    }

    [Test]
    public void A_patient_that_counts_twice_makes_no_pair_with_itself()
    {
        var a = new FeatureSet([[1], [2], [-1]], ["p", "q", "r"]);
        var b = new FeatureSet([[0], [1]], ["s", "t"]);
        double[] within = [K(1, 2), K(1, 2), K(1, -1), K(1, -1), K(2, -1)];
        var across = new double[] { 1, 1, 2, -1 }.Average(x => (K(x, 0) + K(x, 1)) / 2);
        Assert.That(new KernelDistance(a, b).Of([2, 1, 1], [1, 1]), Is.EqualTo(within.Average() + K(0, 1) - 2 * across).Within(1e-12));
    }

    [Test]
    public void A_set_of_one_patient_has_none()
    {
        var one = new FeatureSet([[1], [2]], ["p", "p"]);
        var two = new FeatureSet([[1], [2]], ["p", "q"]);
        Assert.That(new KernelDistance(one, two).Of([1], [1, 1]), Is.Null);
        Assert.That(new KernelDistance(two, two).Of([2, 0], [1, 1]), Is.Null);
    }

    private static double K(double x, double y) => Math.Pow(x * y + 1, 3);
}
