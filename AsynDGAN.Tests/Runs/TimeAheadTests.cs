using AsynDGAN.Core.Runs;

namespace AsynDGAN.Tests.Runs;

public class TimeAheadTests
{
    [Test]
    public void What_is_longer_than_a_time_can_be_is_the_longest() => Assert.Multiple(() =>
    {
        Assert.That(TimeAhead.OfSeconds(90), Is.EqualTo(TimeSpan.FromSeconds(90)));
        Assert.That(TimeAhead.OfSeconds(1e13), Is.EqualTo(TimeAhead.OfSeconds(double.PositiveInfinity)).And.GreaterThan(TimeSpan.FromDays(10_000_000)));
    });
}
