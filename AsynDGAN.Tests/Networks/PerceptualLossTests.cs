using AsynDGAN.Core;
using AsynDGAN.Core.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Networks;

public class PerceptualLossTests
{
    private const string Four = "Tuple[Tensor, Tensor, Tensor, Tensor]";

    private TemporaryFolder folder = null!;
    private DisposeScope scope = null!;

    [SetUp]
    public void Open() => (folder, scope) = (new TemporaryFolder(), NewDisposeScope());

    [TearDown]
    public void Close()
    {
        scope.Dispose();
        folder.Dispose();
    }

    [TestCase(1, 16, 16)]
    [TestCase(3, 19, 26)]
    public void Value_and_gradient_are_those_of_a_direct_computation(int channels, int height, int width)
    {
        var weights = VggSample.Weights(1);
        using var loss = PerceptualLoss.Load(VggSample.Write(folder.Join("vgg.safetensors"), weights), CPU);
        using var random = new Generator(2);
        var real = rand([2, channels, height, width], generator: random) * 2 - 1;
        var fake = (rand([2, channels, height, width], generator: random) * 2 - 1).requires_grad_();
        var exact = fake.detach().to(float64).requires_grad_();

        var value = loss.Of(fake, real);
        value.backward();
        var expected = Direct(weights, exact, real.to(float64));
        expected.backward();
        Assert.That(value.item<float>(), Is.EqualTo(expected.item<double>()).Within(1e-4).Percent.Or.EqualTo(expected.item<double>()).Within(1e-6));
        var difference = (fake.grad!.to(float64) - exact.grad!).abs().max() / exact.grad!.abs().max();
        Assert.That(difference.item<double>(), Is.LessThan(1e-4));
    }

    [Test]
    public void Equal_images_have_no_distance_and_weights_no_gradient()
    {
        using var loss = PerceptualLoss.Load(VggSample.Write(folder.Join("vgg.safetensors"), VggSample.Weights(1)), CPU);
        var image = zeros(1, 1, 16, 16).requires_grad_();
        Assert.That(loss.Of(image, image.detach()).item<float>(), Is.Zero);
        using var network = PerceptualLoss.Network(folder.Join("vgg.safetensors"))!;
        Assert.That(network.parameters().Select(parameter => parameter.requires_grad), Is.All.False);
    }

    [Test]
    public void No_tensors_are_left_behind()
    {
        var path = VggSample.Write(folder.Join("vgg.safetensors"), VggSample.Weights(1));
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        using (var inner = NewDisposeScope())
        {
            using var loss = PerceptualLoss.Load(path, CPU);
            loss.Of(zeros(1, 1, 16, 16), ones(1, 1, 16, 16));
        }

        Assert.That(DisposeScopeManager.Statistics.ThreadTotalLiveCount, Is.EqualTo(before));
    }

    [Test]
    public void A_file_of_another_network_is_refused()
    {
        var weights = VggSample.Weights(1);
        weights["features.5.weight"] = zeros(6, 3, 3, 3);
        var path = VggSample.Write(folder.Join("other.safetensors"), weights);
        Assert.That(() => PerceptualLoss.Load(path, CPU), Throws.TypeOf<UserException>().With.Message.Contains("features.5 has the shapes [6, 3, 3, 3]"));
        weights.Remove("features.7.bias");
        weights["features.5.weight"] = zeros(6, 4, 3, 3);
        VggSample.Write(path, weights);
        Assert.That(() => PerceptualLoss.Load(path, CPU), Throws.TypeOf<UserException>().With.Message.EndsWith("has no features.7.bias"));
        Assert.That(() => PerceptualLoss.Load(folder.Write("text", "abc"), CPU), Throws.TypeOf<UserException>());
        Assert.That(() => PerceptualLoss.Load(folder.Write("zip", "PK"), CPU), Throws.TypeOf<UserException>().With.Message.Contains("no TorchScript module"));
    }

    [TestCase("features.7.weight", double.NaN)]
    [TestCase("features.21.bias", double.PositiveInfinity)]
    [TestCase("features.0.bias", 1e39)]
    public void Weights_that_are_not_finite_are_refused(string name, double value)
    {
        var weights = VggSample.Weights(1);
        weights[name] = weights[name].to(float64);
        weights[name].flatten()[1] = value;
        var path = VggSample.Write(folder.Join("damaged.safetensors"), weights);
        Assert.That(() => PerceptualLoss.Load(path, CPU), Throws.TypeOf<UserException>().With.Message.EqualTo($"{path} has values that are infinite or no numbers, in {name}"));
    }

    [TestCase("(x, x * x, x + 1, torch.relu(x))", "Tuple[Tensor, Tensor, Tensor, Tensor]")]
    [TestCase("[x, x * x, x + 1, torch.relu(x)]", "List[Tensor]")]
    public void A_script_may_give_the_four_maps(string maps, string type)
    {
        using var loss = PerceptualLoss.Load(ScriptSample.Write(folder.Join("maps.pt"), maps, type), CPU);
        var (fake, real) = (rand(1, 3, 8, 8).requires_grad_(), rand(1, 3, 8, 8));
        var (a, b) = (Statistics(fake), Statistics(real));
        var expected = ((a - b).square() + (a * a - b * b).square() + (a - b).square() + (nn.functional.relu(a) - nn.functional.relu(b)).square()).mean() / 4;
        var value = loss.Of(fake, real);
        Assert.That(value.item<float>(), Is.EqualTo(expected.item<float>()).Within(1e-4).Percent);
        var gradient = autograd.grad([value], [fake])[0];
        Assert.That(gradient.allclose(autograd.grad([expected], [fake])[0], 1e-4, 1e-6), Is.True);
    }

    [Test]
    public void A_script_with_another_number_of_maps_is_refused()
    {
        using var loss = PerceptualLoss.Load(ScriptSample.Write(folder.Join("maps.pt"), "(x, x)", "Tuple[Tensor, Tensor]"), CPU);
        Assert.That(() => loss.Of(zeros(1, 3, 8, 8), zeros(1, 3, 8, 8)), Throws.TypeOf<UserException>().With.Message.Contains("returns 2 tensors"));
    }

    [TestCase("(x, x)", "Tuple[Tensor, Tensor]", "returns 2 tensors")]
    [TestCase("x", "Tensor", "returns 0 tensors")]
    [TestCase("(x, x, x, torch.mean(x, [2, 3]))", Four, "returns a tensor [2, 3] of Float32 for images [2, 3, 16, 16]")]
    [TestCase("(x, x, x, torch.gt(x, 0))", Four, "returns a tensor [2, 3, 16, 16] of Bool")]
    [TestCase("(x, x, x, torch.slice(x, 0, 0, 1))", Four, "returns a tensor [1, 3, 16, 16]")]
    [TestCase("(x, x, x, torch.view(x, [1, 3, 8, 8]))", Four, "fails on images [2, 3, 16, 16]: RuntimeError: ")]
    public void A_script_that_gives_no_maps_of_the_run_s_images_is_refused_as_it_is_loaded(string maps, string type, string named)
    {
        var path = ScriptSample.Write(folder.Join("maps.pt"), maps, type);
        Assert.That(() => PerceptualLoss.Load(path, CPU, [2, 3, 16, 16]), Throws.TypeOf<UserException>().With.Message.StartsWith($"{path} {named}"));
        Assert.That(() => PerceptualLoss.Load(ScriptSample.Write(path, ScriptSample.Maps), CPU, [2, 3, 16, 16]), Throws.Nothing);
    }

    [TestCase("(x, x, x, torch.view(x, [1, 3, 8, 8]))")]
    [TestCase("(x, x, x, torch.mean(x, [2, 3]))")]
    public void A_script_that_fails_later_is_named_too(string maps)
    {
        var path = ScriptSample.Write(folder.Join("maps.pt"), maps);
        using var loss = PerceptualLoss.Load(path, CPU);
        Assert.That(() => loss.Of(zeros(2, 3, 16, 16), zeros(2, 3, 16, 16)), Throws.TypeOf<UserException>().With.Message.StartsWith(path));
        Assert.That(() => loss.Means(zeros(2, 3, 16, 16)), Throws.TypeOf<UserException>().With.Message.StartsWith(path));
    }

    private static Tensor Statistics(Tensor images)
    {
        var (mean, deviation) = (tensor(new[] { 0.485, 0.456, 0.406 }, [1, 3, 1, 1]), tensor(new[] { 0.229, 0.224, 0.225 }, [1, 3, 1, 1]));
        return ((images + 1) / 2 - mean.to(images.dtype)) / deviation.to(images.dtype);
    }

    /// <summary>In float64 by torch's functions one after another.</summary>
    private static Tensor Direct(IReadOnlyDictionary<string, Tensor> weights, Tensor fake, Tensor real)
    {
        Tensor[] Maps(Tensor image)
        {
            var x = Statistics(image.shape[1] == 1 ? cat([image, image, image], 1) : image);
            var relu12 = Relu(2, Relu(0, x));
            var relu22 = Relu(7, Relu(5, nn.functional.max_pool2d(relu12, 2)));
            var relu33 = Relu(14, Relu(12, Relu(10, nn.functional.max_pool2d(relu22, 2))));
            var relu43 = Relu(21, Relu(19, Relu(17, nn.functional.max_pool2d(relu33, 2))));
            return [relu12, relu22, relu33, relu43];
        }

        Tensor Relu(int place, Tensor x) => nn.functional.relu(nn.functional.conv2d(
            x, weights[$"features.{place}.weight"].to(float64), weights[$"features.{place}.bias"].to(float64), padding: [1, 1]));

        return Maps(fake).Zip(Maps(real), (a, b) => (a - b).square().mean()).Aggregate((a, b) => a + b) / 4;
    }
}
