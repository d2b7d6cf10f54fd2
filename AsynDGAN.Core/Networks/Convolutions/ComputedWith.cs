namespace AsynDGAN.Core.Networks.Convolutions;

/// <summary>On what something was computed and how: where all of it is alike, results are equal bit for bit.</summary>
/// <param name="Device">As libtorch names it.</param>
/// <param name="Threads">libtorch's threads.</param>
/// <param name="Precision">As the log names it.</param>
/// <param name="WithoutOneDnn">Whether oneDNN was switched off.</param>
/// <param name="LibTorch">Its version; null where an earlier version did not record it, or it was not known.</param>
/// <param name="Processor">Its name and vector instructions; null as above, and where a GPU computed.</param>
/// <param name="Gpu">Its name; null as above, and where none computed.</param>
internal sealed record ComputedWith(
    string Device, int Threads, string Precision, bool WithoutOneDnn, string? LibTorch = null, string? Processor = null, string? Gpu = null)
{
    /// <param name="device">As above.</param>
    /// <param name="threads">As above.</param>
    /// <param name="precision">As above.</param>
    /// <param name="convolutions">What <see cref="SafeConvolutions.Ensure"/> said; how many it checked changes no result.</param>
    /// <param name="libTorch">As above.</param>
    /// <param name="processor">As above.</param>
    /// <param name="gpu">As above.</param>
    public static ComputedWith Of(
        string device, int threads, string precision, string convolutions, string? libTorch = null, string? processor = null, string? gpu = null) =>
        new(device, threads, precision, SafeConvolutions.AreWithoutOneDnn(convolutions), libTorch, device == "cpu" ? processor : null, gpu);

    /// <summary>Whether all of it is alike; what one of the two does not tell cannot differ.</summary>
    public bool IsLike(ComputedWith other) => WhatBothTell(this, other) == WhatBothTell(other, this);

    /// <inheritdoc />
    public override string ToString() => $"{Device}{(Gpu is null ? "" : $" ({Gpu})")} with {Threads} thread(s) in {Precision}"
        + $"{(Processor is null ? "" : $", on {Processor}")}{(LibTorch is null ? "" : $", by libtorch {LibTorch}")}{(WithoutOneDnn ? ", without oneDNN" : "")}";

    private static ComputedWith WhatBothTell(ComputedWith one, ComputedWith other) => one with
    {
        LibTorch = other.LibTorch is null ? null : one.LibTorch,
        Processor = other.Processor is null ? null : one.Processor,
        Gpu = other.Gpu is null ? null : one.Gpu,
    };
}
