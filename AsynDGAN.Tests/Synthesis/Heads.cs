using AsynDGAN.Core.Imaging;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Synthesis;

/// <summary>Round heads with round tumours on a small grid.</summary>
internal static class Heads
{
    public const int Size = 24;

    public static Mask Disc(double row, double column, double radius) => new(
        Size, Size, [.. Enumerable.Range(0, Size * Size).Select(i => double.Hypot(i / Size - row, i % Size - column) <= radius)]);

    /// <summary>[1, masks, size, size] of -1 and 1.</summary>
    public static Tensor Condition(params Mask[] masks) => stack([.. masks.Select(Plane)]).unsqueeze(0);

    public static Mask MaskOf(Tensor plane) => new(
        (int)plane.shape[0], (int)plane.shape[1], (plane > 0).contiguous().data<bool>().ToArray());

    public static bool[] And(Mask a, Mask b) => [.. a.Values.Zip(b.Values, (x, y) => x && y)];

    private static Tensor Plane(Mask mask) => tensor([.. mask.Values.Select(v => v ? 1f : -1f)], [mask.Height, mask.Width]);
}
