namespace AsynDGAN.Core.Platform;

/// <summary>
/// The switch of NNPACK, to which libtorch hands small float32 convolutions of a batch of one. On a processor whose caches it
/// cannot tell it does not start, and libtorch writes a warning to stderr for each such convolution, tens of thousands in a
/// run; so it is off, always, and oneDNN or libtorch's own kernels compute them.
/// </summary>
internal static class NnPack
{
    private const string Setter = "_ZN2at7Context20setUserEnabledNNPACKEb";
    private const string Getter = "_ZNK2at7Context17userEnabledNNPACKEv";

    /// <summary>Whether libtorch may use it; null where this libtorch does not tell (Windows, where it has none).</summary>
    public static bool? Enabled => LibTorchContext.Get(Getter);

    /// <summary>Switches it off for this process; where that cannot be, libtorch's warnings are kept away from stderr.</summary>
    public static void Disable() => Disable(Setter);

    internal static void Disable(string setter)
    {
        if (!LibTorchContext.TrySet(setter, false))
        {
            LibTorchContext.HideWarnings();
        }
    }
}
