namespace AsynDGAN.Core.Platform;

/// <summary>
/// The switch of oneDNN, libtorch's library of CPU convolutions. On some processors it computes false gradients;
/// off, libtorch's own kernels take over (about 1.6 to 2.2 times slower). The switch holds for the whole process.
/// </summary>
public static class OneDnn
{
    private const string Setter = "_ZN2at7Context20setUserEnabledMkldnnEb";

    /// <summary>Whether convolutions on the CPU may use oneDNN; true until <see cref="Disable"/>.</summary>
    public static bool Enabled { get; private set; } = true;

    /// <summary>Switches it off for this process.</summary>
    /// <exception cref="PlatformNotSupportedException">This build of libtorch does not export the switch (Windows).</exception>
    public static void Disable() => Set(false);

    /// <summary>Switches it on again, as it is when the process starts.</summary>
    /// <exception cref="PlatformNotSupportedException">As for <see cref="Disable"/>.</exception>
    public static void Enable() => Set(true);

    private static void Set(bool enabled)
    {
        if (!LibTorchContext.TrySet(Setter, enabled))
        {
            throw new PlatformNotSupportedException(
                $"oneDNN cannot be switched on this platform: its libtorch_cpu does not export {Setter}");
        }

        Enabled = enabled;
    }
}
