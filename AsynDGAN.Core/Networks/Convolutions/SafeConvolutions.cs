using AsynDGAN.Core.Platform;
using AsynDGAN.Core.Runs;
using TorchSharp;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Networks.Convolutions;

/// <summary>What is done about the check of the convolutions, before anything is computed with them.</summary>
public static class SafeConvolutions
{
    private const string Off = "oneDNN is off";

    /// <summary>Whether <see cref="Ensure"/> said so that oneDNN was switched off.</summary>
    public static bool AreWithoutOneDnn(string said) => said.Contains(Off, StringComparison.Ordinal);

    /// <summary>Checks every distinct convolution of a run's networks; where one is off, oneDNN is switched off for the process.</summary>
    /// <param name="networks">The networks of the run; disposed.</param>
    /// <param name="device">The device that will be computed on.</param>
    /// <param name="display">Shows how far it is.</param>
    /// <returns>What was found and done, in one line.</returns>
    /// <exception cref="UserException">A convolution is off even without oneDNN.</exception>
    public static string Ensure(IReadOnlyList<CheckedNetwork> networks, Device device, IRunDisplay display)
    {
        try
        {
            if (device.type != DeviceType.CPU)
            {
                return "convolutions: not checked, a fault is known on the CPU only";
            }

            var result = ConvolutionCheck.Run(networks, Advance);
            if (result.Passed)
            {
                return $"convolutions: {result.Checked} checked against float64, all right";
            }

            SwitchOff(result.Off[0]);
            var again = ConvolutionCheck.Run(networks, Advance);
            return again.Passed
                ? $"convolutions: {result.Off.Count} of {result.Checked} are wrong with oneDNN on this machine ({result.Off[0]}); {Off}, which is slower"
                : throw new UserException(
                    $"This machine's libtorch computes convolutions wrongly, with oneDNN and without: {again.Off[0]}.",
                    "Use another machine, or another libtorch by -p:Torch=external.");
        }
        finally
        {
            foreach (var network in networks)
            {
                network.Network.Dispose();
            }
        }

        void Advance(int done, int total) => display.Advance("convolutions checked", done, total);
    }

    private static void SwitchOff(string fault)
    {
        try
        {
            OneDnn.Disable();
        }
        catch (PlatformNotSupportedException e)
        {
            throw new UserException(
                $"This machine's libtorch computes convolutions wrongly ({fault}), and {e.Message}.",
                "Set ONEDNN_MAX_CPU_ISA=SSE41 in the environment, or use another machine.");
        }
    }
}
