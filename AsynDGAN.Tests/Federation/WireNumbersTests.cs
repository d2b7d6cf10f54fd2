using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Federation;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Federation;

public class WireNumbersTests
{
    private static readonly ElementType[] Cast = [ElementType.Float16, ElementType.Bfloat16];

    [TestCase(ElementType.Float16, 11)]
    [TestCase(ElementType.Bfloat16, 8)]
    public void Gradients_as_small_as_float32_has_them_keep_the_digits_of_the_type(ElementType type, int bits)
    {
        using var scope = NewDisposeScope();
        foreach (var magnitude in new[] { 1e-9, 1e-30, 1e-38, 1, 65_504, 1e9, 2e38 })
        {
            var sent = tensor([1.2345, -0.98765, 0.51], float32) * magnitude;
            TensorAssert.IsClose(WireNumbers.Cross(sent, type), sent, rtol: Math.ScaleB(1, -bits), atol: 0, $"{magnitude}");
        }
    }

    [Test]
    public void Small_values_beside_a_large_one_survive([ValueSource(nameof(Cast))] ElementType type)
    {
        using var scope = NewDisposeScope();
        var sent = tensor([1, 1e-4, -1e-6, 1e-7], float32);
        TensorAssert.IsClose(WireNumbers.Cross(sent, type), sent, rtol: 0.01, atol: 0, "values");
    }

    [Test]
    public void Powers_of_two_signs_and_zeros_arrive_as_they_were([ValueSource(nameof(Cast))] ElementType type)
    {
        using var scope = NewDisposeScope();
        foreach (var sent in new[] { tensor([-1f, 1, 0, 0.5f]), tensor([0f, 0]), tensor([MathF.ScaleB(1, -120)]), tensor([MathF.ScaleB(1, 127)]), zeros(3, 0, 2) })
        {
            Assert.That(WireNumbers.Cross(sent, type).equal(sent).all().item<bool>(), Is.True, $"{sent.numel()}");
        }
    }

    [TestCase(float.PositiveInfinity)]
    [TestCase(float.NegativeInfinity)]
    [TestCase(float.NaN)]
    public void What_is_not_finite_arrives_as_it_was(float fault)
    {
        using var scope = NewDisposeScope();
        foreach (var type in Cast)
        {
            var got = WireNumbers.Cross(tensor([1f, fault]), type).data<float>().ToArray();
            Assert.That(got, Is.EqualTo(new[] { 1, fault }), $"{type}");
        }
    }

    [Test]
    public void In_float32_nothing_is_changed()
    {
        using var scope = NewDisposeScope();
        var sent = rand(5);
        Assert.That(WireNumbers.Cross(sent, ElementType.Float32), Is.SameAs(sent));
    }
}
