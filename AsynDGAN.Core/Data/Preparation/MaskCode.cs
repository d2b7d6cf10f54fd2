using AsynDGAN.Core.Data.Sources;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Data.Preparation;

/// <summary>Tumour and head in one byte a pixel, so that a whole cohort of volumes fits into memory: the tumour's class plus 8 inside the head.</summary>
internal static class MaskCode
{
    private const int HeadBit = 8;
    private const int TumourBits = HeadBit - 1;

    /// <param name="mask">As <see cref="CaseSlice.Mask"/>: 0 outside; 255, or the class from 1 to 7.</param>
    /// <param name="head">Whether the pixel is inside the head.</param>
    public static byte Of(ushort mask, bool head) => (byte)(Math.Min((int)mask, TumourBits) + (head ? HeadBit : 0));

    /// <summary>Whether a code lies inside a tumour of any class.</summary>
    public static bool HasTumour(byte code) => (code & TumourBits) > 0;

    /// <summary>Whether a code lies inside the head.</summary>
    public static bool HasHead(byte code) => code >= HeadBit;

    /// <summary>The tumour of all classes, float32 of 0 and 1.</summary>
    /// <param name="codes">uint8 of any shape.</param>
    public static Tensor Tumour(Tensor codes) => (codes.bitwise_and(TumourBits) > 0).to(ScalarType.Float32);

    /// <summary>One class, float32 of 0 and 1.</summary>
    public static Tensor Class(Tensor codes, int number) => (codes.bitwise_and(TumourBits) == number).to(ScalarType.Float32);

    /// <summary>The filled head, float32 of 0 and 1.</summary>
    public static Tensor Head(Tensor codes) => (codes >= HeadBit).to(ScalarType.Float32);
}
