using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data.Sites;

namespace AsynDGAN.Tests.Data.Sites;

public class SiteWeightsTests
{
    [Test]
    public void Weights_are_proportional_to_the_samples_or_uniform()
    {
        Assert.Multiple(() =>
        {
            Assert.That(SiteWeights.Of(SiteWeighting.Proportional, [10, 30]), Is.EqualTo(new[] { 0.25, 0.75 }));
            Assert.That(SiteWeights.Of(SiteWeighting.Uniform, [10, 30]), Is.EqualTo(new[] { 0.5, 0.5 }));
        });
    }
}
