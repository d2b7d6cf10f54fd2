using AsynDGAN.Core;
using AsynDGAN.Core.Networks;
using AsynDGAN.Core.Networks.Convolutions;
using AsynDGAN.Core.Platform;
using AsynDGAN.Tests.Runs;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Networks.Convolutions;

public class ScriptCheckTests
{
    private TemporaryFolder folder = null!;

    [SetUp]
    public void Open() => folder = new TemporaryFolder();

    [TearDown]
    public void Close() => folder.Dispose();

    [TestCase(ScriptSample.Maps, false)]
    [TestCase(ScriptSample.Convolved, true)]
    public void A_script_is_checked_beside_the_other_networks_and_named(string maps, bool weighted)
    {
        var path = ScriptSample.Write(folder.Join("maps.pt"), maps, weighted: weighted);
        Assert.Multiple(() =>
        {
            Assert.That(Said(PerceptualLoss.Checked(path, [2, 3, 8, 8])), Is.EqualTo($"convolutions: those of the script {path} checked against float64, all right"));
            Assert.That(
                Said(new(new PlainConvolution(new(2, 3, 3)), [1, 2, 8, 8]), PerceptualLoss.Checked(path, [2, 3, 8, 8])),
                Is.EqualTo($"convolutions: 1 and those of the script {path} checked against float64, all right"));
        });
    }

    [Test]
    public void A_script_that_does_not_compute_in_float64_is_said_not_to_be_checked()
    {
        var path = ScriptSample.Write(folder.Join("maps.pt"), "(torch.conv2d(x, torch.ones([4, 3, 3, 3]), None, [1, 1], [0, 0], [1, 1], 1), x, x, x)");
        var line = $"those of the script {path} are not checked, since it does not compute in float64";
        Assert.Multiple(() =>
        {
            Assert.That(Said(PerceptualLoss.Checked(path, [1, 3, 8, 8])), Is.EqualTo("convolutions: " + line));
            Assert.That(
                Said(new(new PlainConvolution(new(2, 3, 3)), [1, 2, 8, 8]), PerceptualLoss.Checked(path, [1, 3, 8, 8])),
                Is.EqualTo("convolutions: 1 checked against float64, all right; " + line));
        });
    }

    [TestCase(Fault.Value)]
    [TestCase(Fault.Gradient)]
    [TestCase(Fault.NoNumber)]
    [TestCase(Fault.LargestBatch)]
    public void A_script_whose_values_or_gradient_are_false_is_found(Fault fault)
    {
        var result = ConvolutionCheck.Run([Falsely(fault, _ => true) with { Batches = [4] }]);
        Assert.That(result.Off.Single(), Does.StartWith("the script Planted: its maps or their gradient are off by "));
        Assert.That(ConvolutionCheck.Run([Falsely(fault, _ => false)]).Passed, Is.True);
    }

    [Test]
    public void Where_a_script_is_false_with_oneDNN_alone_it_is_switched_off()
    {
        // Ignored where it cannot be switched, and on again in the end.
        using var off = new WithoutOneDnn();
        OneDnn.Enable();
        Assert.That(Said(Falsely(Fault.Value, _ => OneDnn.Enabled)), Does.StartWith("convolutions: 1 of 1 are wrong with oneDNN on this machine (the script Planted").And.EndsWith("; oneDNN is off, which is slower"));
        Assert.That(OneDnn.Enabled, Is.False);
    }

    [Test]
    public void A_script_that_is_false_without_oneDNN_too_is_refused()
    {
        using var off = new WithoutOneDnn();
        Assert.That(() => Said(Falsely(Fault.Value, _ => true)), Throws.TypeOf<UserException>().With.Message.Contains("the script Planted"));
    }

    /// <summary>What a planted script gets wrong.</summary>
    public enum Fault
    {
        Value,
        Gradient,
        NoNumber,
        LargestBatch,
    }

    private static string Said(params CheckedNetwork[] networks) => SafeConvolutions.Ensure(networks, CPU, new RecordingDisplay());

    private static CheckedNetwork Falsely(Fault fault, Predicate<Tensor> where) =>
        new(new Planted(fault, where), [1, 3, 8, 8]) { InFloat64 = () => new Planted(fault, _ => false) };

    private sealed class Planted(Fault fault, Predicate<Tensor> where) : nn.Module<Tensor, Tensor>(nameof(Planted))
    {
        public override Tensor forward(Tensor x)
        {
            var output = x.sin();
            return !where(x) ? output : fault switch
            {
                Fault.Value => output * 1.1,
                Fault.Gradient => output + 0.2 * (output - output.detach()),
                Fault.NoNumber => output * float.NaN,
                _ => output * (x.shape[0] == 4 ? 1.1 : 1),
            };
        }
    }
}
