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

    /// <summary>Checks every distinct convolution of a run's networks, and its scripts; where one is off, oneDNN is switched off for the process.</summary>
    /// <param name="networks">The networks of the run; disposed.</param>
    /// <param name="device">The device that will be computed on.</param>
    /// <param name="display">Shows how far it is.</param>
    /// <returns>What was found and done, in one line.</returns>
    /// <exception cref="UserException">A convolution is off even without oneDNN, or a script fails.</exception>
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
                return Line([.. Right(result), .. NotChecked(result)]);
            }

            SwitchOff(result.Off[0]);
            var again = ConvolutionCheck.Run(networks, Advance);
            return again.Passed
                ? Line([
                    $"{result.Off.Count} of {result.Checked + result.Scripts.Count} are wrong with oneDNN on this machine ({result.Off[0]})",
                    $"{Off}, which is slower", .. NotChecked(result),
                ])
                : throw new UserException(
                    $"This machine's libtorch computes convolutions wrongly, with oneDNN and without: {again.Off[0]}.",
                    $"Use another machine, or another libtorch by -p:Torch=external.{(result.Scripts.Count == 0 ? "" : " A script that draws at random, or computes in fewer bits than float32, cannot be used.")}");
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

    private static string Line(string[] parts) => "convolutions: " + string.Join("; ", parts);

    /// <summary>What was checked; nothing where there is but a script that was not.</summary>
    private static string[] Right(ConvolutionCheckResult result)
    {
        var scripts = result.Scripts.Select(file => $"those of the script {file}");
        string[] right = result.Checked == 0 && result.Scripts.Count + result.Unchecked.Count > 0 ? [.. scripts] : [$"{result.Checked}", .. scripts];
        return right.Length == 0 ? [] : [$"{string.Join(" and ", right)} checked against float64, all right"];
    }

    private static IEnumerable<string> NotChecked(ConvolutionCheckResult result) =>
        result.Unchecked.Select(file => $"those of the script {file} are not checked, since it does not compute in float64");

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
