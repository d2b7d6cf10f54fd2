using AsynDGAN.Core.Audit.Membership;
using AsynDGAN.Core.Platform;

namespace AsynDGAN.Tests.Audit.Membership;

public class PatientRocTests
{
    [Test]
    public void The_area_is_the_share_of_pairs_in_order_and_ties_count_half()
    {
        // 3 > 1, 3 > 2, 2 > 1 of four pairs, and 2 = 2.
        Assert.That(Of([[3, 2]], [[1, 2]]).Auc([0], [1]), Is.EqualTo(3.5 / 4));
        Assert.That(Of([[1, 1]], [[1]]).Auc([0], [1]), Is.EqualTo(0.5));
        Assert.That(Of([[0]], [[5, 6]]).Auc([0], [1]), Is.Zero);
    }

    [Test]
    public void Patients_count_as_often_as_they_stand_there()
    {
        var random = new SplitMix64(5);
        double[][] patients = [.. Enumerable.Range(0, 9).Select(_ => Enumerable.Range(0, 1 + random.Below(6)).Select(_ => (double)random.Below(8)).ToArray())];
        var roc = new PatientRoc(patients);
        for (var i = 0; i < 20; i++)
        {
            int[] members = [.. Enumerable.Range(0, 5).Select(_ => random.Below(9))], others = [.. Enumerable.Range(0, 4).Select(_ => random.Below(9))];
            var (a, b) = (members.SelectMany(place => patients[place]).ToArray(), others.SelectMany(place => patients[place]).ToArray());
            var expected = a.Average(x => b.Average(y => x > y ? 1 : x == y ? 0.5 : 0));
            Assert.That(roc.Auc(members, others), Is.EqualTo(expected).Within(1e-12));
        }
    }

    [Test]
    public void Scores_of_two_normal_distributions_have_the_area_of_the_closed_form()
    {
        // P(X > Y) of N(1, 1) and N(0, 1) is Phi(1 / sqrt 2) = 0.7602; of 3,000 and 3,000 the standard error is 0.006.
        var random = new SplitMix64(2);
        var roc = Of([[.. Normal(3000, 1)]], [[.. Normal(3000, 0)]]);
        Assert.That(roc.Auc([0], [1]), Is.EqualTo(0.7602).Within(0.025));

        // Above the 99th percentile of N(0, 1), 2.326: 1 - Phi(1.326) = 0.0924.
        Assert.That(roc.TruePositives([0], [1], 0.01), Is.EqualTo(0.0924).Within(0.03));

        IEnumerable<double> Normal(int count, double mean) => Enumerable.Range(0, count).Select(_ => mean + random.NextNormal());
    }

    [TestCase(0.0, 0.5)]
    [TestCase(0.05, 0.5)]
    [TestCase(0.1, 0.75)]
    [TestCase(0.2, 1.0)]
    public void True_positives_are_those_above_all_others_but_the_part_that_is_allowed(double falsePositives, double expected)
    {
        var roc = Of([[20, 15, 9.5, 8.5]], [[.. Enumerable.Range(1, 10).Select(i => (double)i)]]);
        Assert.That(roc.TruePositives([0], [1], falsePositives), Is.EqualTo(expected));
    }

    [Test]
    public void A_tie_with_the_threshold_is_no_true_positive() =>
        Assert.That(Of([[3, 3, 4]], [[3, 1]]).TruePositives([0], [1], 0.01), Is.EqualTo(1.0 / 3));

    private static PatientRoc Of(double[][] members, double[][] others) => new([.. members, .. others]);
}
