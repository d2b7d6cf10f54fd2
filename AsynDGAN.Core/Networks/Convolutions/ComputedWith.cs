namespace AsynDGAN.Core.Networks.Convolutions;

/// <summary>On what something was computed and how: where all of it is alike, results are equal bit for bit.</summary>
/// <param name="Device">As libtorch names it.</param>
/// <param name="Threads">libtorch's threads.</param>
/// <param name="Precision">As the log names it.</param>
/// <param name="WithoutOneDnn">Whether oneDNN was switched off.</param>
internal sealed record ComputedWith(string Device, int Threads, string Precision, bool WithoutOneDnn)
{
    /// <param name="device">As above.</param>
    /// <param name="threads">As above.</param>
    /// <param name="precision">As above.</param>
    /// <param name="convolutions">What <see cref="SafeConvolutions.Ensure"/> said; how many it checked changes no result.</param>
    public static ComputedWith Of(string device, int threads, string precision, string convolutions) =>
        new(device, threads, precision, SafeConvolutions.AreWithoutOneDnn(convolutions));

    /// <inheritdoc />
    public override string ToString() => $"{Device} with {Threads} thread(s) in {Precision}{(WithoutOneDnn ? ", without oneDNN" : "")}";
}
