using AsynDGAN.Core.Audit.Membership;
using AsynDGAN.Core.Fidelity;
using AsynDGAN.Core.Platform;

namespace AsynDGAN.Tests.Audit.Membership;

public class DensityRatioTests
{
    [Test]
    public void A_released_set_that_lies_about_the_members_gives_them_away_and_one_of_the_whole_population_does_not()
    {
        var random = new SplitMix64(3);
        var (members, others, reference) = (Drawn(30), Drawn(30), Drawn(60));
        var copies = new DensityRatio(Set([.. members, .. members.Select(row => Array.ConvertAll(row, value => value + 0.05 * random.NextNormal()))]), Set(reference));
        var honest = new DensityRatio(Set(Drawn(60)), Set(reference));
        Assert.That(Figures(copies).P, Is.LessThan(0.01));
        Assert.That(Figures(honest).P, Is.GreaterThan(0.05));

        double[][] Drawn(int count) => [.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, 6).Select(_ => random.NextNormal()).ToArray())];

        MembershipFigures Figures(DensityRatio ratio) => MembershipFigures.Of(Scored(ratio, members, "m"), Scored(ratio, others, "o"))!;
    }

    private static ScoredImages Scored(DensityRatio ratio, double[][] rows, string name) =>
        new(ratio.Of(Set(rows)), [.. rows.Select((_, i) => $"{name}{i}")]);

    private static FeatureSet Set(double[][] rows) => new(rows, [.. rows.Select((_, i) => $"p{i}")]);
}
