using static TorchSharp.torch;

namespace AsynDGAN.Tests;

/// <summary>Machines with a GPU, and those without: where a test wants the other it is reported as ignored, by name.</summary>
internal static class Gpu
{
    /// <summary>Ignores the running test where there is none.</summary>
    public static void IsWanted()
    {
        if (!cuda.is_available())
        {
            Assert.Ignore($"{TestContext.CurrentContext.Test.Name}: this machine has no GPU");
        }
    }

    /// <summary>Ignores the running test where there is one.</summary>
    public static void IsNotWanted()
    {
        if (cuda.is_available())
        {
            Assert.Ignore($"{TestContext.CurrentContext.Test.Name}: this machine has a GPU");
        }
    }
}
