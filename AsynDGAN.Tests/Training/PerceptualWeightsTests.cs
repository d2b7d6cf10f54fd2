using AsynDGAN.Core;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Training;

namespace AsynDGAN.Tests.Training;

public class PerceptualWeightsTests
{
    [Test]
    public void The_way_to_the_weights_is_told_in_lines_that_can_be_read_and_copied()
    {
        var fault = Assert.Throws<UserException>(() => PerceptualWeights.Find(new LossOptions { LambdaPerceptual = 1 }));
        Assert.That(fault.Hint, Does.Not.Contain("\\u000a").And.Contain("\n").And.Contain("  python -c \"import torch"));
    }
}
