using AsynDGAN.Core.Configuration;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Federation;

/// <summary>
/// Planes of conditions that cross as bits: a flag, then, of a plane of one or two values, both values in float32 and a bit a
/// pixel, in which they arrive as they were; of any other, its numbers.
/// </summary>
internal static class PackedPlanes
{
    private const int Flag = 1, Values = 2 * sizeof(float);

    /// <summary>Which planes have two values at most.</summary>
    /// <param name="x">[n, channels, height, width].</param>
    /// <returns>[n, channels, 1, 1], bool.</returns>
    public static Tensor AreTwoValued(Tensor x)
    {
        using var scope = NewDisposeScope();
        var (low, high) = Range(x);
        return (x == low).logical_or(x == high).flatten(2).all(2).unsqueeze(-1).unsqueeze(-1).MoveToOuterDisposeScope();
    }

    /// <summary>What arrives of conditions whose other planes cross in some numbers.</summary>
    /// <param name="x">[n, channels, height, width].</param>
    /// <param name="type">The numbers of planes that are not packed.</param>
    public static Tensor Cross(Tensor x, ElementType type)
    {
        if (!Pay(x.shape, type))
        {
            return WireNumbers.Cross(x, type);
        }

        using var scope = NewDisposeScope();
        var (low, high) = Range(x);
        return where(AreTwoValued(x), where(x == high, high, low), WireNumbers.Cross(x, type)).MoveToOuterDisposeScope();
    }

    /// <summary>Whether bits take fewer bytes than numbers: not for planes of a few pixels.</summary>
    /// <param name="shape">[n, channels, height, width].</param>
    /// <param name="type">The numbers.</param>
    public static bool Pay(IReadOnlyList<long> shape, ElementType type) => shape.All(length => length > 0) && Packed(shape) < Plain(shape, type);

    /// <summary>Bytes of the planes of conditions.</summary>
    /// <param name="shape">[n, channels, height, width].</param>
    /// <param name="type">The numbers of those that are not packed.</param>
    /// <param name="packed">How many planes have two values at most.</param>
    public static long Bytes(IReadOnlyList<long> shape, ElementType type, long packed)
    {
        var planes = shape[0] * shape[1];
        return Pay(shape, type) ? Flag * planes + packed * Packed(shape) + (planes - packed) * Plain(shape, type) : planes * Plain(shape, type);
    }

    private static long Packed(IReadOnlyList<long> shape) => Values + (shape[2] * shape[3] + 7) / 8;

    private static long Plain(IReadOnlyList<long> shape, ElementType type) => WireNumbers.Size(type) * shape[2] * shape[3];

    private static (Tensor Low, Tensor High) Range(Tensor x) => (x.amin([2, 3], keepdim: true), x.amax([2, 3], keepdim: true));
}
