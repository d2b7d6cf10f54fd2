using System.Text.Json;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Networks;
using AsynDGAN.Core.Networks.Convolutions;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Networks;

public class GradientPenaltyTests
{
    private static IEnumerable<string> CaseNames =>
        GoldenFolder.Cases("gan-losses", ".safetensors").Where(name => name.StartsWith("gradient_penalty", StringComparison.Ordinal));

    [TestCaseSource(nameof(CaseNames))]
    public void The_penalty_and_its_gradients_equal_the_reference(string name)
    {
        using var scope = NewDisposeScope();
        var json = GoldenFolder.Json("gan-losses", name + ".json");
        var tensors = GoldenFolder.Tensors("gan-losses", name + ".safetensors").Tensors;
        using var network = Create(json.GetProperty("settings"));
        var prefix = network is PatchDiscriminator ? "" : "model.";
        using (no_grad())
        {
            foreach (var (key, parameter) in network.named_parameters())
            {
                parameter.copy_(tensors[$"weights/{prefix}{key}"]);
            }
        }

        var alpha = json.GetProperty("type").GetString() == "fake" ? zeros_like(tensors["alpha"]) : tensors["alpha"];
        var penalty = GradientPenalty.Of(network, Image("real_u8"), Image("fake_u8"), alpha);
        penalty.backward();

        var rtol = json.GetProperty("rtol").GetDouble();
        TensorAssert.IsClose(penalty, tensor(json.GetProperty("penalty").GetDouble(), ScalarType.Float64), rtol, 0, "penalty");
        foreach (var (key, parameter) in network.named_parameters())
        {
            var atol = json.GetProperty("tolerance_per_tensor").GetProperty($"grad/{prefix}{key}").GetProperty("atol").GetDouble();
            TensorAssert.IsClose(parameter.grad ?? zeros_like(parameter), tensors[$"grad/{prefix}{key}"], rtol, atol, key);
        }

        Tensor Image(string key) => tensors[key].to(ScalarType.Float32) / 128 - 1;
    }

    /// <summary>D(x) = w . x has the gradient w everywhere: 10 (|w| - 1)^2, and 20 (|w| - 1) w / |w| for w.</summary>
    [Test]
    public void The_penalty_of_a_linear_critic_is_known()
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(1);
        using var critic = new Critic();
        var (real, fake) = (randn([3, 2, 2, 2], generator: random), randn([3, 2, 2, 2], generator: random));
        var penalty = GradientPenalty.Of(critic, real, fake, rand([3], generator: random));
        penalty.backward();
        var weight = critic.parameters().Single();
        var norm = Math.Sqrt(weight.detach().square().sum().item<float>());
        Assert.That(penalty.item<float>(), Is.EqualTo(10 * (norm - 1) * (norm - 1)).Within(1e-4));
        TensorAssert.IsClose(weight.grad!, 20 * (norm - 1) / norm * weight, 1e-5, 1e-5, "gradient");
    }

    [Test]
    public void No_gradient_flows_into_the_images()
    {
        using var scope = NewDisposeScope();
        using var critic = new Critic();
        var fake = randn(1, 2, 2, 2).requires_grad_();
        GradientPenalty.Of(critic, zeros(1, 2, 2, 2), fake, ones(1)).backward();
        Assert.That(fake.grad is null, Is.True);
    }

    private static nn.Module<Tensor, Tensor> Create(JsonElement settings) => settings.TryGetProperty("n_layers_D", out var layers)
        ? new PatchDiscriminator(
            settings.GetProperty("input_nc").GetInt32(), settings.GetProperty("ndf").GetInt32(), layers.GetInt32(),
            Enum.Parse<Norm>(settings.GetProperty("norm").GetString()!, ignoreCase: true), false)
        : nn.Sequential(
            new PlainConvolution(new(2, 3, 4, Stride: 2, Padding: 1)), nn.Tanh(), new PlainConvolution(new(3, 1, 4, Padding: 1)));

    private sealed class Critic : nn.Module<Tensor, Tensor>
    {
        public Critic()
            : base(nameof(Critic)) => register_parameter("w", nn.Parameter(linspace(-1, 2, 8)));

        public override Tensor forward(Tensor input) => input.flatten(1).mv(get_parameter("w")!);
    }
}
