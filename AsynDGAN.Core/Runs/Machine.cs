using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Platform;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Runs;

/// <summary>What a command computes on, and in which numbers.</summary>
public static class Machine
{
    /// <summary>Finds the device and settles the precision for the process, before anything is computed.</summary>
    /// <param name="experiment">The configuration.</param>
    /// <param name="display">Told what it is.</param>
    /// <exception cref="UserException">A GPU was asked for that is not there.</exception>
    public static Device Settle(Experiment experiment, IRunDisplay display)
    {
        var device = DeviceChoice.Resolve(experiment.Device);
        var (line, warning) = Arithmetic.Settle(experiment.Training.Precision, device);
        display.Say(line);
        if (warning is not null)
        {
            display.Warn(warning);
        }

        return device;
    }
}
