namespace AsynDGAN.Core.Imaging;

/// <summary>Which coefficients a JPEG's scans have brought, and to which bit: what a scan that is missing leaves out.</summary>
internal sealed class JpegCoefficients
{
    private const int Mean = 0;

    private readonly Dictionary<(int Component, int Coefficient), int> lackingBits = [];

    // A scan added bits to coefficients that none before it brought so far.
    private bool lacksScan;

    /// <summary>Takes what a scan brings.</summary>
    /// <param name="segment">The scan's header, without its marker and length.</param>
    /// <param name="isProgressive">Whether it brings a band, from some bit on; else all of its components.</param>
    public void Add(ReadOnlySpan<byte> segment, bool isProgressive)
    {
        var band = segment[(1 + 2 * segment[0])..];
        var (first, last, before, left) = isProgressive ? (band[0], band[1], band[2] >> 4, band[2] & 15) : (Mean, Mean, 0, 0);
        for (var i = 0; i < segment[0]; i++)
        {
            for (var coefficient = first; coefficient <= last; coefficient++)
            {
                var key = ((int)segment[1 + 2 * i], coefficient);
                lacksScan |= before > 0 && (!lackingBits.TryGetValue(key, out var lacking) || lacking != before);
                lackingBits[key] = left;
            }
        }
    }

    /// <summary>Whether a component, or a bit of one, is missing.</summary>
    /// <param name="components">All that the picture has.</param>
    public bool Lacks(IEnumerable<int> components) =>
        lacksScan || lackingBits.Values.Any(bits => bits > 0) || components.Any(component => !lackingBits.ContainsKey((component, Mean)));
}
