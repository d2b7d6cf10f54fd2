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
}
