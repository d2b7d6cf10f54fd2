using AsynDGAN.Core.Platform;

namespace AsynDGAN.Tests.Platform;

public class NativeRuntimeTests
{
    private const int TrimThreshold = -1, MmapThreshold = -3;

    [TestCase(int.MaxValue, 1 << 30)]
    [TestCase(32 << 20, 32 << 20, Description = "glibc before 2.35")]
    public void The_largest_blocks_are_kept_that_the_system_takes(int most, int kept)
    {
        List<int> taken = [];
        Assert.That(NativeRuntime.Keep((parameter, value) => Set(taken, parameter, value, most)), Is.EqualTo(kept));
        Assert.That(taken, Is.EqualTo(new[] { MmapThreshold, TrimThreshold }));
    }

    [Test]
    public void Where_the_system_takes_no_size_it_keeps_what_it_would()
    {
        List<int> taken = [];
        Assert.That(NativeRuntime.Keep((parameter, value) => Set(taken, parameter, value, most: 0)), Is.Zero);
        Assert.That(taken, Is.Empty);
    }

    private static int Set(List<int> taken, int parameter, int value, int most)
    {
        if (parameter == MmapThreshold && value > most)
        {
            return 0;
        }

        taken.Add(parameter);
        return 1;
    }
}
