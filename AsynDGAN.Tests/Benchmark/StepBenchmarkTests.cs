using System.Text.Json;
using AsynDGAN.Core;
using AsynDGAN.Core.Benchmark;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Federation;
using AsynDGAN.Core.Networks;
using AsynDGAN.Core.Networks.WeightFiles;
using AsynDGAN.Core.Platform;
using AsynDGAN.Core.Training;
using AsynDGAN.Tests.Federation;
using AsynDGAN.Tests.Networks;
using AsynDGAN.Tests.Runs;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Benchmark;

public class StepBenchmarkTests
{
    private static readonly Experiment Tiny = new()
    {
        Name = "tiny",
        Device = "cpu",
        Data = new DataOptions { ImageSize = 16 },
        Generator = new GeneratorOptions { Blocks = 1, Filters = 2 },
        Discriminator = new DiscriminatorOptions { Layers = 1, Filters = 2 },
        Training = new TrainingOptions { BatchSize = 2 },
    };

    [Test]
    public void The_figures_are_those_of_the_step()
    {
        var result = StepBenchmark.Run(Tiny, new BenchmarkRequest { Steps = 10, Sites = 3 }, new RecordingDisplay());
        long[] condition = [2, 2, 16, 16], image = [2, 1, 16, 16];
        Assert.Multiple(() =>
        {
            Assert.That((result.Sites, result.ImagesPerStep, result.Steps, result.Blocks.Count), Is.EqualTo((3, 6, 10, 5)));
            Assert.That(result.Blocks, Is.All.GreaterThan(0));
            Assert.That(result.BytesToCentre, Is.EqualTo(3 * (MessageSize.Conditions(condition) + MessageSize.Critique(image))));
            Assert.That(result.BytesToSites, Is.EqualTo(3 * MessageSize.Synthetic(image)));
            Assert.That(result.HostPeak, Is.AtLeast(result.HostIdle));
            Assert.That(result.DevicePeak, Is.Null);
            Assert.That(result.Phases.Keys, Is.EqualTo(StepPhase.All));
            Assert.That(result.Phases.Values, Is.All.GreaterThan(0), "each phase is seen");
            Assert.That(result.MatrixRate, Is.GreaterThan(0));
        });
        using var json = JsonDocument.Parse(result.ToJson());
        Assert.That(json.RootElement.GetProperty("images_per_second").GetDouble(), Is.EqualTo(result.Blocks.Order().ElementAt(2)));
        Assert.That(json.RootElement.GetProperty("multiply_adds_per_step").GetInt64(), Is.EqualTo(result.MultiplyAddsPerStep).And.GreaterThan(0));
    }

    [Test]
    public void A_steps_multiply_adds_are_those_of_all_sites_and_batches([Values] SiteMode mode)
    {
        var experiment = Tiny with { Sites = new SiteOptions { Mode = mode, Only = mode == SiteMode.Single ? "a" : null } };
        var result = StepBenchmark.Run(experiment, new BenchmarkRequest { Steps = 5, Sites = 3 }, new RecordingDisplay());
        using var scope = NewDisposeScope();
        using var generator = GeneratorFactory.Create(experiment.Generator, 2, 1, new Generator(1));
        using var discriminator = DiscriminatorFactory.Create(experiment.Discriminator, 3, new Generator(1));
        var image = 3 * MultiplyAdds.Forward(generator, [1, 2, 16, 16]) + 8 * MultiplyAdds.Forward(discriminator, [1, 3, 16, 16]);
        Assert.That(result.MultiplyAddsPerStep, Is.EqualTo((mode == SiteMode.Single ? 2 : 6) * image));
    }

    [Test]
    public void With_a_perceptual_script_multiply_adds_are_not_counted_and_it_says_so()
    {
        using var folder = new TemporaryFolder();
        var loss = new LossOptions { LambdaPerceptual = 1, PerceptualWeights = ScriptSample.Write(folder.Join("maps.pt"), ScriptSample.Maps) };
        var result = StepBenchmark.Run(Tiny with { Loss = loss }, new BenchmarkRequest { Steps = 5, Sites = 1 }, new RecordingDisplay());
        using var json = JsonDocument.Parse(result.ToJson());
        Assert.Multiple(() =>
        {
            Assert.That(json.RootElement.GetProperty("multiply_adds_per_step").ValueKind, Is.EqualTo(JsonValueKind.Null));
            Assert.That(json.RootElement.GetProperty("share_of_matrix_rate").ValueKind, Is.EqualTo(JsonValueKind.Null));
            Assert.That(result.ToText(), Does.Contain("not counted: the perceptual network is a script").And.Not.Contain("share of the matrix rate"));
        });
    }

    [Test]
    public void The_exchange_has_what_another_program_needs_to_come_to_the_same_losses()
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        StepBenchmark.Run(Tiny, new BenchmarkRequest { Steps = 5, Sites = 2, Exchange = folder.Join("x") }, new RecordingDisplay());
        using var exchange = JsonDocument.Parse(File.ReadAllText(folder.Join("x", "exchange.json")));
        var pairs = SafetensorsFile.Read(folder.Join("x", "pairs.safetensors")).Tensors;
        var names = exchange.RootElement.GetProperty("sites").EnumerateArray().Select(name => name.GetString()!).ToArray();

        // Everything from the folder: the pairs in the order of the steps, and the weights.
        var settings = new SiteSettings(Tiny.Seed, Tiny.Discriminator, Tiny.Loss, Tiny.Training, _ => Tiny.Training.LearningRate);
        var sites = names.Select((name, j) => new LocalSite(
            name, Tiny.Seed, Pairs(name, j), Pairs(name, j), new LocalDiscriminator(name, settings, Discriminator(j)))).ToArray();
        using var centre = new Centre(Tiny, new LearningRateSchedule(Tiny.Training, 100), sites, 2, NewGenerator, sitesPerGroup: 1, workers: null);
        foreach (var (step, expected) in exchange.RootElement.GetProperty("losses").EnumerateArray().Index())
        {
            var got = centre.Step(step).to(float64);
            TensorAssert.IsClose(got, tensor(expected.EnumerateArray().SelectMany(row => row.EnumerateArray().Select(value => value.GetDouble())).ToArray()).view(got.shape), 1e-4, 1e-7, $"step {step}");
        }

        foreach (var site in sites)
        {
            site.Dispose();
        }

        FixedPairs Pairs(string site, int j) => new(Tiny.Seed, site, All(j, "condition"), All(j, "image"));

        Tensor All(int j, string kind) => cat([.. Enumerable.Range(0, 3).Select(step => pairs[$"step{step}/site{j}/{kind}"])]);

        nn.Module<Tensor, Tensor> NewGenerator() => Loaded(GeneratorFactory.Create(Tiny.Generator, 2, 1, new Generator(7)), "generator");

        Discriminator Discriminator(int j) => Loaded(DiscriminatorFactory.Create(Tiny.Discriminator, 3, new Generator(7)), $"discriminator-{j}");

        T Loaded<T>(T network, string name)
            where T : nn.Module<Tensor, Tensor>
        {
            WeightFile.Load(network, folder.Join("x", name + ".safetensors"));
            return network;
        }
    }

    [Test]
    public void An_exchange_of_losses_that_are_not_finite_is_refused()
    {
        using var folder = new TemporaryFolder();
        Assert.That(
            () => StepBenchmark.Run(Tiny with { Loss = new LossOptions { LambdaL1 = 1e39 } }, new BenchmarkRequest { Steps = 5, Sites = 1, Exchange = folder.Join("x") }, new RecordingDisplay()),
            Throws.TypeOf<UserException>().With.Message.Contains("infinite or no numbers"));
        Assert.That(folder.Join("x", "exchange.json"), Does.Not.Exist);
    }

    [Test]
    public void An_exchange_where_a_file_stands_is_refused_by_its_name()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("taken", "");
        Assert.That(
            () => StepBenchmark.Run(Tiny, new BenchmarkRequest { Steps = 5, Sites = 1, Exchange = file }, new RecordingDisplay()),
            Throws.TypeOf<UserException>().With.Message.Contains($"--exchange {file}"));
    }

    [Test]
    public void An_exchange_in_a_folder_of_other_files_is_refused_and_they_stay()
    {
        using var folder = new TemporaryFolder();
        var weights = folder.Write("run/weights/generator.safetensors", "trained");
        var fault = Assert.Throws<UserException>(() => StepBenchmark.Run(Tiny, new BenchmarkRequest { Steps = 5, Sites = 1, Exchange = folder.Join("run", "weights") }, new RecordingDisplay()));
        Assert.That(fault!.Message, Does.StartWith("--exchange ").And.Contain("holds other files than an exchange's"));
        Assert.That(fault.Hint, Does.Contain("--exchange").And.Not.Contain("--out"));
        Assert.That(File.ReadAllText(weights), Is.EqualTo("trained"));
        Assert.That(Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories), Is.EqualTo(new[] { weights }));
    }

    [Test]
    public void An_earlier_exchange_is_replaced_and_figures_beside_it_stay()
    {
        using var folder = new TemporaryFolder();
        folder.Write("x/exchange.json", "earlier");
        folder.Write("x/discriminator-7.safetensors", "earlier");
        folder.Write("x/truth.json", "figures");
        StepBenchmark.Run(Tiny, new BenchmarkRequest { Steps = 5, Sites = 1, Exchange = folder.Join("x") }, new RecordingDisplay());
        Assert.That(
            Directory.GetFiles(folder.Join("x")).Select(Path.GetFileName),
            Is.EquivalentTo(new[] { "exchange.json", "generator.safetensors", "discriminator-0.safetensors", "pairs.safetensors", "truth.json" }));
        Assert.That(File.ReadAllText(folder.Join("x", "truth.json")), Is.EqualTo("figures"));
        Assert.That(File.ReadAllText(folder.Join("x", "exchange.json")), Does.Contain("\"losses\""));
    }
}
