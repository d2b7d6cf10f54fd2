using AsynDGAN.Core.Fidelity;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Fidelity;

/// <summary>Smooth noise inside round heads, black around them.</summary>
internal static class RandomImages
{
    /// <summary>Images of one patient each, in the present dispose scope.</summary>
    public static ComparedImages Of(int count, ulong seed, int side = 16, int channels = 1, string patients = "p")
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(seed);
        var noise = nn.functional.avg_pool2d(rand([count, channels, side + 2, side + 2], generator: random) * 2 - 1, 3, stride: 1);
        var line = arange(side, dtype: float32) - (side - 1) / 2f;
        var radii = rand([count, 1, 1, 1], generator: random) * (side / 6f) + side / 3f;
        var heads = line.square().reshape(1, 1, -1, 1) + line.square().reshape(1, 1, 1, -1) < radii.square();
        return new(
            where(heads, noise, full_like(noise, -1)).MoveToOuterDisposeScope(), heads.MoveToOuterDisposeScope(),
            [.. Enumerable.Range(0, count).Select(i => patients + i)]);
    }

    /// <summary>Some of them, in this order.</summary>
    public static ComparedImages Some(this ComparedImages all, params int[] positions)
    {
        using var places = tensor([.. positions.Select(position => (long)position)]);
        return new(all.Images.index_select(0, places), all.Free.index_select(0, places), [.. positions.Select(position => all.Patients[position])]);
    }
}
