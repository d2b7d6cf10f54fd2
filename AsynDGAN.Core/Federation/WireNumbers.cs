using AsynDGAN.Core.Configuration;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Federation;

/// <summary>What numbers are once they have crossed: cast for the way with one power-of-two scale a message, and back to float32.</summary>
internal static class WireNumbers
{
    // Scaled values stay below 2^14, far from float16's greatest, 65,504, so that its exponents are left for the small ones.
    private const double Top = 1 << 13;

    // Powers of two whose scales are normal float32 numbers.
    private static readonly double least = Math.ScaleB(1, -112), most = Math.ScaleB(1, 126);

    /// <summary>The bytes of a number.</summary>
    public static int Size(ElementType type) => type == ElementType.Float32 ? 4 : 2;

    /// <summary>
    /// What arrives of a message's tensor. Its largest magnitude comes to lie between 2^13 and 2^14, so that in float16 values down to
    /// 1e-8 of it keep a digit; infinities and what is no number arrive as such. The host waits for nothing.
    /// </summary>
    /// <param name="values">float32, of any shape.</param>
    /// <param name="type">The numbers of the way.</param>
    public static Tensor Cross(Tensor values, ElementType type)
    {
        if (type == ElementType.Float32 || values.numel() == 0)
        {
            return values;
        }

        using var scope = NewDisposeScope();
        var scale = Scale(values);
        return (values * scale).to(Of(type)).to(float32).div(scale).MoveToOuterDisposeScope();
    }

    /// <summary>The power of two that the values are multiplied by on their way; 1 where one of them is not finite.</summary>
    private static Tensor Scale(Tensor values)
    {
        var largest = values.abs().amax();

        // A number is its mantissa, from 0.5 to 1, times a power of two.
        var power = (largest / (2 * frexp(largest).Mantissa)).clamp(least, most);
        var known = (largest > 0).logical_and(largest.isfinite());
        return where(known, power.reciprocal() * Top, ones_like(power));
    }

    private static ScalarType Of(ElementType type) => type switch
    {
        ElementType.Float16 => ScalarType.Float16,
        ElementType.Bfloat16 => ScalarType.BFloat16,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "no such numbers"),
    };
}
