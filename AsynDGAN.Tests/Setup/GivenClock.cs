using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Setup;

namespace AsynDGAN.Tests.Setup;

/// <summary>Steps that take as long as multiply-adds of a residual network do, in seconds a site of 4 blocks of 32 filters at 64x64.</summary>
internal sealed class GivenClock(double seconds) : IStepClock
{
    public (long Bytes, string Machine) Facts => (300_000_000, "a test's machine");

    public double Training(Experiment experiment, int sites)
    {
        var (network, size) = (experiment.Generator, experiment.Data.ImageSize);
        return seconds * sites * network.Blocks / 4 * Math.Pow(network.Filters / 32.0, 2) * Math.Pow(size / 64.0, 2);
    }
}
