using AsynDGAN.Core;
using AsynDGAN.Core.Synthesis;

namespace AsynDGAN.Tests.Synthesis;

public class SetSizeTests
{
    [Test]
    public void More_than_can_be_numbered_is_refused_with_its_keys_and_its_number() => Assert.That(
        () => SetSize.Of(2_200_000, "training points (data.gaussian.samples)", 1000, "synthesis.per_mask 1000"),
        Throws.TypeOf<UserException>().With.Message.EqualTo(
            "synthesis.per_mask 1000 of 2200000 training points (data.gaussian.samples) makes a set of 2200000000; 2147483647 are the most."));

    [Test]
    public void The_most_that_can_be_numbered_is_a_set() => Assert.That(SetSize.Of(int.MaxValue, "conditions", 1, "synthesis.per_mask 1"), Is.EqualTo(int.MaxValue));
}
