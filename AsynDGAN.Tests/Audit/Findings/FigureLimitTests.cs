using AsynDGAN.Core;
using AsynDGAN.Core.Audit;
using AsynDGAN.Core.Audit.Findings;

namespace AsynDGAN.Tests.Audit.Findings;

public class FigureLimitTests
{
    private static readonly FigureKey key = new("a.b", "what it counts");

    [TestCase(0.5, null)]
    [TestCase(0.50001, "a.b is 0.50001, above 0.5")]
    [TestCase(2, "a.b is 2, above 0.5")]
    [TestCase(null, "a.b could not be measured, and must not be above 0.5")]
    public void A_figure_may_reach_its_limit_and_must_be_known(double? figure, string? fault) =>
        Assert.That(FigureLimit.Of(["a.b=0.5"], [key])[0].Fault(figure), Is.EqualTo(fault));

    [TestCase(0.5, "a.b could not be measured, and must not be above 0.5: it is 0.5 of too few patients for an interval")]
    [TestCase(0.6, "a.b is 0.6, above 0.5")]
    [TestCase(null, "a.b could not be measured, and must not be above 0.5")]
    public void A_figure_of_too_few_patients_keeps_no_limit(double? figure, string fault) =>
        Assert.That(FigureLimit.Of(["a.b=0.5"], [key])[0].Fault(figure, isOfTooFew: true), Is.EqualTo(fault));

    [Test]
    public void A_limit_that_nothing_can_be_above_is_refused()
    {
        FigureKey[] keys = [key, new("a.psnr", "dB", double.PositiveInfinity)];
        Assert.That(FigureLimit.Of(["a.b=1", "a.psnr=30"], keys).Select(limit => limit.Value), Is.EqualTo(new[] { 1, 30 }));
        Assert.That(() => FigureLimit.Of(["a.b=5"], keys), Throws.TypeOf<UserException>().With.Message.Contains("a.b is 1 at most").And.Property(nameof(UserException.Hint)).Contains("0.05 is 5 in 100"));
    }

    [TestCase("inversion.psnr=151")]
    [TestCase("inversion.honest_psnr=1000")]
    [TestCase("membership.found=100")]
    [TestCase("by_design.losses=100")]
    public void Decibels_and_counts_of_what_there_is_have_a_most_too(string limit) =>
        Assert.That(() => FigureLimit.Of([limit], PrivacyAudit.Keys), Throws.TypeOf<UserException>().With.Message.Contains(" at most").And.Property(nameof(UserException.Hint)).EqualTo("Give a smaller limit."));

    [TestCase("a.n=1", "Did you mean a.b?")]
    [TestCase("other=1", null)]
    public void A_figure_that_is_not_known_is_answered_with_the_nearest_or_with_all(string limit, string? hint) =>
        Assert.That(
            () => FigureLimit.Of([limit], [key]),
            Throws.TypeOf<UserException>().With.Property(nameof(UserException.Hint)).EqualTo(hint).And.Message.Matches(hint is null ? "Its figures:\n  a.b: " : "no figure 'a.n'.$"));
}
