using AsynDGAN.Core.Platform;

namespace AsynDGAN.Tests;

/// <summary>Prepares the test process once, as the program does before its first tensor.</summary>
[SetUpFixture]
public class PrepareTorch
{
    [OneTimeSetUp]
    public void Prepare() => NativeRuntime.Prepare();
}
