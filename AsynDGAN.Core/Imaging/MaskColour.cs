namespace AsynDGAN.Core.Imaging;

/// <summary>One of the colours of a mask's file.</summary>
/// <param name="Value">
/// The number that is stored: a grey value (in the file's own bits, so 1 of 2 bits is 1) or the palette's number; null for a
/// colour whose channels differ.
/// </param>
/// <param name="Name">What messages call it: the number, or red, green and blue in hexadecimal.</param>
/// <param name="Red">Red, green and blue alike where the file is grey.</param>
/// <param name="Green">In the file's range.</param>
/// <param name="Blue">In the file's range.</param>
/// <param name="Alpha">0 is transparent; the largest value where the file has none.</param>
public sealed record MaskColour(int? Value, string Name, ushort Red, ushort Green, ushort Blue, ushort Alpha)
{
    /// <summary>Whether nothing shines.</summary>
    public bool IsBlack => Looks == (0, 0, 0);

    /// <summary>Red, green and blue, in which several of a palette's numbers may agree.</summary>
    public (ushort Red, ushort Green, ushort Blue) Looks => (Red, Green, Blue);
}
