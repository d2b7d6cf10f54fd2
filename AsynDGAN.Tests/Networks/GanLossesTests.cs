using System.Text.Json;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Networks;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Networks;

public class GanLossesTests
{
    private static IEnumerable<TestCaseData> Rows() =>
        from row in GoldenFolder.Json("gan-losses", "losses.json").GetProperty("rows").EnumerateArray()
        from generator in new[] { false, true }
        let target = Text(row, "target")
        where !generator || target is "real" or "G"
        where generator || target is not "G"
        where !generator || Text(row, "mode") != "hinge" || target == "G"
        select new TestCaseData(Text(row, "set"), Text(row, "mode"), target, generator, row.GetProperty("value").GetDouble());

    /// <summary>The generator's term of vanilla, lsgan and wgan-gp is that of real logits.</summary>
    [TestCaseSource(nameof(Rows))]
    public void Values_and_gradients_equal_the_reference(string set, string mode, string target, bool generator, double value)
    {
        using var scope = NewDisposeScope();
        var tensors = GoldenFolder.Tensors("gan-losses", "losses.safetensors").Tensors;
        var loss = mode == "wgangp" ? GanLoss.WganGp : Enum.Parse<GanLoss>(mode, ignoreCase: true);
        var logits = tensors[set + "/logits"].requires_grad_();
        var term = generator ? loss.GeneratorTerm(logits)
            : target.EndsWith("real", StringComparison.Ordinal) ? loss.RealTerm(logits) : loss.FakeTerm(logits);
        term.backward();
        TensorAssert.IsClose(term, tensor(value, ScalarType.Float64), 1e-5, 1e-7, "value");
        var gradient = $"{set}/{mode}/{(mode == "hinge" ? "" : "target_")}{target}/grad";
        TensorAssert.IsClose(logits.grad!, tensors[gradient], 1e-5, 1e-7, "gradient");
    }

    [Test]
    public void Minimax_is_vanilla_but_for_the_generator_which_minimises_log_of_1_minus_D()
    {
        using var scope = NewDisposeScope();
        var z = linspace(-5, 5, 11, ScalarType.Float64).requires_grad_();
        TensorAssert.AreEqual(GanLoss.Minimax.RealTerm(z), GanLoss.Vanilla.RealTerm(z), "real");
        TensorAssert.AreEqual(GanLoss.Minimax.FakeTerm(z), GanLoss.Vanilla.FakeTerm(z), "fake");
        var term = GanLoss.Minimax.GeneratorTerm(z);
        term.backward();
        TensorAssert.IsClose(term, (1 - z.sigmoid()).log().mean(), 1e-12, 1e-12, "generator");
        TensorAssert.IsClose(z.grad!, -z.sigmoid() / 11, 1e-12, 1e-12, "gradient");
    }

    [TestCase(100, -100, -1)]
    [TestCase(-100, 0, 0)]
    public void Minimax_stays_finite_where_a_discriminator_is_sure(double logit, double value, double gradient)
    {
        using var scope = NewDisposeScope();
        var z = tensor(new[] { (float)logit }).requires_grad_();
        var term = GanLoss.Minimax.GeneratorTerm(z);
        term.backward();
        Assert.That(term.item<float>(), Is.EqualTo(value).Within(1e-30));
        Assert.That(z.grad!.item<float>(), Is.EqualTo(gradient).Within(1e-30));
    }

    private static string Text(JsonElement row, string name) => row.GetProperty(name).GetString()!;
}
