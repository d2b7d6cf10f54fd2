using System.Diagnostics;
using System.Runtime.Versioning;

namespace AsynDGAN.Tests.Cli;

/// <summary>What scripts make of PyTorch's losses beside AsynDGAN's, which needs no PyTorch.</summary>
[Platform("Linux")]
[SupportedOSPlatform("linux")]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class PyTorchScriptTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [TestCase("2", "2", "2", 0, "losses of the first three steps")]
    [TestCase("3", "2", "2", 1, "the loss is 3, in float64 it is 2")]
    [TestCase("Infinity", "2", "2", 1, "the loss is inf")]
    [TestCase("NaN", "2", "2", 1, "the loss is nan")]
    [TestCase("3", "NaN", "2", 1, "PyTorch's own losses are not finite; nothing was compared")]
    [TestCase("3", "Infinity", "2", 1, "PyTorch's own losses are not finite; nothing was compared")]
    [TestCase("2", "2", "NaN", 1, "PyTorch's own losses are not finite; nothing was compared")]
    [TestCase("Infinity", "2", "Infinity", 1, "PyTorch's own losses are not finite; nothing was compared")]
    public void A_step_is_held_against_finite_losses_alone(string ours, string theirs, string truth, int exitCode, string said)
    {
        folder.Write("exchange.json", $$"""{"generator": {"dropout": 0}, "terms": ["discriminator_real", "gradient_penalty"], "sites": ["a"], "losses": [[[1, 0]], [[{{ours}}, 0]], [[1, 0]]]}""");
        folder.Write("ours-1.json", """{"name": "a", "sites": 1, "image": [1, 8, 8], "images_per_step": 1, "device": "cpu", "processor": "p", "threads": 1, "precision": "float32", "images_per_second": 1, "host_idle": 1e6, "host_peak": 2e6, "device_idle": null, "device_peak": null}""");
        folder.Write("theirs-1.json", $$"""{"pytorch": "2", "threads": 1, "precision": "float32", "images_per_second": 1, "host_idle": 1e6, "host_peak": 2e6, "device_idle": null, "device_peak": null, "losses": [[[1]], [[{{theirs}}]], [[1]]]}""");
        folder.Write("truth.json", $$"""{"losses": [[[1]], [[{{truth}}]], [[1]]]}""");
        Ends(exitCode, said, "python3", Repository.At("scripts/pytorch_step.py"), "ratio", folder.Path, "--pairs", "1");
    }

    [TestCase("0.5", "0.5", "0.5", 0, "recorded differs from plain by 0.0e+00")]
    [TestCase("0.5", "0.5", "0.9", 1, "recorded and plain losses differ")]
    [TestCase("0.5", "0.5", "nan", 1, "recorded and plain losses differ")]
    [TestCase("0.5", "nan", "0.9", 1, "the plain trainings' losses are not finite; nothing was compared")]
    [TestCase("inf", "inf", "inf", 1, "the plain trainings' losses are not finite; nothing was compared")]
    public void Recorded_losses_are_held_against_finite_plain_ones_alone(string plain, string again, string recorded, int exitCode, string said)
    {
        foreach (var (kind, loss) in new[] { ("plain", plain), ("again", again), ("recorded", recorded) })
        {
            folder.Write($"run-{kind}/losses.csv", $"step,epoch,site,a,b\n1,1,s,0.5,0.5\n2,1,s,0.5,{loss}\n3,1,s,0.5,\n");
        }

        var script = Repository.Read("scripts/gpu_check.sh");
        var from = script.IndexOf("same_losses() {", StringComparison.Ordinal);
        var function = script[from..(script.IndexOf("\nEND\n}\n", from, StringComparison.Ordinal) + 7)];
        Ends(exitCode, said, "bash", "-c", $"python=python3\n{function}\nsame_losses '{folder.Join("run")}'");
    }

    [Test]
    public void Random_weights_replace_no_file()
    {
        var file = folder.Write("vgg.safetensors", "trained");
        Ends(1, $"{file} is there already", "python3", Repository.At("scripts/pytorch_step.py"), "vgg", file);
        Assert.That(File.ReadAllText(file), Is.EqualTo("trained"));
    }

    private static void Ends(int exitCode, string said, string program, params string[] arguments)
    {
        if (!Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(place => File.Exists(Path.Combine(place, "python3"))))
        {
            Assert.Ignore("there is no python3");
        }

        var ended = StartedProcess.Run(new ProcessStartInfo(program, arguments));
        Assert.That(ended.Output + ended.Error, Does.Contain(said));
        Assert.That(ended.ExitCode, Is.EqualTo(exitCode));
    }
}
