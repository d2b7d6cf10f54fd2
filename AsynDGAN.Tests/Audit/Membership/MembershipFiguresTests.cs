using AsynDGAN.Core.Audit.Membership;
using AsynDGAN.Core.Platform;

namespace AsynDGAN.Tests.Audit.Membership;

public class MembershipFiguresTests
{
    [Test]
    public void Scores_without_a_word_on_membership_show_nothing_and_those_with_one_do()
    {
        var (nothing, much) = (Of(0, 1), Of(1.5, 1));
        Assert.That(nothing.Auc, Is.LessThan(nothing.Smallest).And.InRange(nothing.AucInterval.Lower, nothing.AucInterval.Upper));
        Assert.That(nothing.AucInterval.Lower, Is.LessThan(0.5));
        Assert.That(nothing.AucInterval.Upper, Is.GreaterThan(0.5));
        Assert.That(nothing.P, Is.GreaterThan(0.05));
        Assert.That(much.Auc, Is.GreaterThan(much.Smallest));
        Assert.That(much.P, Is.LessThan(0.01));
        Assert.That(much.AucInterval.Lower, Is.GreaterThan(0.6));
    }

    [Test]
    public void The_smallest_area_is_that_of_the_rank_sum_test_where_each_patient_has_one_image()
    {
        // Mann and Whitney's U of n and m without ties is normal, with variance n m (n + m + 1) / 12.
        var random = new SplitMix64(1);
        var figures = MembershipFigures.Of(Images("a", 30, 1, 0, 0, random), Images("b", 20, 1, 0, 0, random))!;
        Assert.That(figures.Smallest, Is.EqualTo(0.5 + 1.645 * Math.Sqrt(51 / (12.0 * 30 * 20))).Within(0.015));
        Assert.That(figures.Floor, Is.EqualTo(0.5 + 1.645 * Math.Sqrt(31 / (12.0 * 15 * 15))).Within(0.02));
    }

    [Test]
    public void Images_of_one_patient_that_are_alike_are_no_evidence_of_their_own()
    {
        var random = new SplitMix64(3);
        var single = MembershipFigures.Of(Images("a", 20, 1, 1, 0, random), Images("b", 20, 1, 1, 0, random))!;
        var many = MembershipFigures.Of(Images("a", 20, 10, 1, 0.01, random), Images("b", 20, 10, 1, 0.01, random))!;
        Assert.That(many.Smallest, Is.EqualTo(single.Smallest).Within(0.02));
        Assert.That(many.AucInterval.Upper - many.AucInterval.Lower, Is.GreaterThan(0.2));
    }

    [Test]
    public void Of_too_few_patients_nothing_is_said_however_many_images_there_are_of_them()
    {
        var random = new SplitMix64(4);
        Assert.That(MembershipFigures.Of(Images("a", 9, 2, 0, 1, random), Images("b", 4, 20, 0, 1, random)), Is.Null);
        Assert.That(MembershipFigures.Of(Images("a", 4, 20, 0, 1, random), Images("b", 9, 2, 0, 1, random)), Is.Null);
        Assert.That(MembershipFigures.Of(Images("a", 9, 2, 0, 1, random), Images("b", 5, 2, 0, 1, random))!.Floor, Is.Null);
    }

    [Test]
    public void An_attack_of_either_direction_is_turned_round_and_so_are_the_divisions()
    {
        var random = new SplitMix64(9);
        var (members, others) = (Images("a", 20, 3, 1, 0.5, random), Images("b", 20, 3, 1, 0.5, random, shift: 1));
        var (one, either) = (MembershipFigures.Of(members, others)!, MembershipFigures.Of(members, others, eitherWay: true)!);
        Assert.That(either.Auc, Is.EqualTo(1 - one.Auc).Within(1e-12).And.GreaterThan(0.6));
        Assert.That(either.Smallest, Is.GreaterThan(one.Smallest));
        Assert.That((one.P > 0.9, either.P < 0.05), Is.EqualTo((true, true)));
    }

    [Test]
    public void A_score_that_is_no_number_is_refused() =>
        Assert.That(() => new ScoredImages([double.NaN], ["a"]), Throws.ArgumentException);

    /// <summary>24 and 16 patients of 5 images.</summary>
    private static MembershipFigures Of(double shift, double spread)
    {
        var random = new SplitMix64(7);
        return MembershipFigures.Of(Images("a", 24, 5, spread, 0.5, random, shift), Images("b", 16, 5, spread, 0.5, random))!;
    }

    private static ScoredImages Images(string name, int patients, int each, double ofPatient, double ofImage, SplitMix64 random, double shift = 0)
    {
        var scores = Enumerable.Range(0, patients).SelectMany(_ =>
        {
            var mean = shift + (ofPatient + (ofImage == 0 && ofPatient == 0 ? 1 : 0)) * random.NextNormal();
            return Enumerable.Range(0, each).Select(_ => mean + ofImage * random.NextNormal()).ToArray();
        });
        return new ScoredImages([.. scores], [.. Enumerable.Range(0, patients * each).Select(i => $"{name}{i / each}")]);
    }
}
