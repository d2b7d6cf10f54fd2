using static TorchSharp.torch;

namespace AsynDGAN.Tests;

internal static class TensorAssert
{
    /// <summary>|actual - expected| is at most atol + rtol * |expected| in every element; NaN never is.</summary>
    public static void IsClose(Tensor actual, Tensor expected, double rtol, double atol, string what)
    {
        Assert.That(actual.shape, Is.EqualTo(expected.shape), what);
        using var scope = NewDisposeScope();
        var (a, e) = (actual.detach().to(ScalarType.Float64), expected.detach().to(ScalarType.Float64));
        var excess = ((a - e).abs() - rtol * e.abs()).flatten();
        var wrong = excess.le(atol).logical_not().sum().item<long>();
        Assert.That(wrong, Is.Zero, () => $"{what}: {wrong} elements are off, by up to {(a - e).abs().max().item<double>():g3}");
    }

    public static void AreEqual(Tensor actual, Tensor expected, string what) => IsClose(actual, expected, 0, 0, what);
}
