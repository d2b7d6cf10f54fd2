using System.Globalization;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Networks.Convolutions;
using AsynDGAN.Core.Platform;
using AsynDGAN.Core.Runs;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Diagnosis;

/// <summary>What this machine is, and whether it computes rightly.</summary>
public static class MachineCheck
{
    /// <summary>Tells and checks everything, a line each as soon as it is known.</summary>
    /// <param name="device">auto, cpu, cuda or cuda:&lt;n&gt;.</param>
    /// <param name="say">Gets the lines.</param>
    /// <param name="display">Shows how far it is.</param>
    /// <returns>What is wrong, in words; none where all is right.</returns>
    /// <exception cref="UserException">The device is not there, or convolutions are wrong with oneDNN and without.</exception>
    public static IReadOnlyList<string> Run(string device, Action<string> say, IRunDisplay display) => Run(device, say, display, NetworkKind.All);

    internal static IReadOnlyList<string> Run(string device, Action<string> say, IRunDisplay display, IReadOnlyList<NetworkKind> kinds)
    {
        var on = DeviceChoice.Resolve(device);
        foreach (var (name, value) in MachineFacts.Of(on))
        {
            say($"{name + ':',-13}{value}");
        }

        Arithmetic.Settle(Precision.Float32, on);

        // As before every run: where a convolution is wrong oneDNN is switched off, and the networks are checked so.
        say(SafeConvolutions.Ensure([.. kinds.Select(kind => new CheckedNetwork(kind.Make(), kind.InputShape))], on, display));
        return [.. kinds.Select(kind => Fault(kind, on, say)).OfType<string>()];
    }

    private static string? Fault(NetworkKind kind, Device device, Action<string> say)
    {
        var (output, input, weights) = NetworkCheck.Run(kind, device);
        var right = new[] { output, input, weights }.All(difference => difference <= NetworkCheck.Tolerance);
        say(string.Create(
            CultureInfo.InvariantCulture,
            $"{kind.Name + ':',-36}{(right ? "right" : "WRONG")} (off by {output:0.0e+0}, its gradients by {input:0.0e+0} and {weights:0.0e+0} of the largest value)"));
        return right ? null : kind.Name;
    }
}
