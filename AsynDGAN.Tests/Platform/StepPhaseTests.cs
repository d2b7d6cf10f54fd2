using AsynDGAN.Core.Platform;

namespace AsynDGAN.Tests.Platform;

public class StepPhaseTests
{
    [Test]
    public void Where_nobody_listens_nothing_begins() => Assert.That(StepPhase.Begin(StepPhase.Draw), Is.Null);
}
