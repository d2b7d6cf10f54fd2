using System.Text.Json;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Federation;
using AsynDGAN.Core.Networks;
using AsynDGAN.Core.Networks.WeightFiles;
using AsynDGAN.Core.Platform;
using AsynDGAN.Core.Training;
using AsynDGAN.Tests.Federation;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Training;

/// <summary>Three steps of the published training, through the sites' real boundary, against PyTorch's numbers.</summary>
public class TrainingGoldenTests
{
    private const int Seed = 1;

    [Test]
    public void Three_steps_give_the_published_losses_gradients_weights_and_moments(
        [Values("training-paper", "training-lsgan-instance")] string folder, [Values] bool oneDnn)
    {
        if (!oneDnn)
        {
            OneDnn.Disable();
        }

        try
        {
            using var scope = NewDisposeScope();
            new Golden(folder).Check();
        }
        finally
        {
            OneDnn.Enable();
        }
    }

    private sealed class Golden
    {
        private readonly JsonElement meta;
        private readonly JsonElement config;
        private readonly IReadOnlyDictionary<string, Tensor> initial;
        private readonly IReadOnlyDictionary<string, Tensor> expected;
        private readonly Experiment experiment;
        private readonly double[] weights;
        private readonly int sites, batch;

        public Golden(string folder)
        {
            meta = GoldenFolder.Json(folder, "meta.json");
            config = meta.GetProperty("config");
            initial = GoldenFolder.Tensors(folder, "initial.safetensors").Tensors;
            expected = GoldenFolder.Tensors(folder, "expected_f64.safetensors").Tensors;
            sites = config.GetProperty("N").GetInt32();
            batch = config.GetProperty("batch").GetInt32();
            weights = [.. config.GetProperty("pi").EnumerateArray().Select(w => w.GetDouble())];
            var norm = Enum.Parse<Norm>(config.GetProperty("norm").GetString()!, ignoreCase: true);
            experiment = new Experiment
            {
                Seed = Seed,
                Sites = new SiteOptions { Weighting = SiteWeighting.Proportional },
                Generator = new GeneratorOptions { Blocks = Int("n_blocks"), Filters = Int("ngf"), Norm = norm },
                Discriminator = new DiscriminatorOptions { Layers = Int("n_layers_D"), Filters = Int("ndf"), Norm = norm },
                Loss = new LossOptions
                {
                    Gan = Enum.Parse<GanLoss>(config.GetProperty("gan_mode").GetString()!, ignoreCase: true),
                    LambdaL1 = Number("lambda_L1"),
                    DiscriminatorScale = Number("lambda_D"),
                    GeneratorScale = Number("lambda_G") * weights.Sum(),
                },
                Training = new TrainingOptions { BatchSize = batch, Epochs = 100, DecayEpochs = 100 },
            };

            int Int(string key) => config.GetProperty(key).GetInt32();

            double Number(string key) => config.GetProperty(key).GetDouble();
        }

        public void Check()
        {
            var schedule = new LearningRateSchedule(experiment.Training, stepsPerEpoch: 100);
            var settings = new SiteSettings(Seed, experiment.Discriminator, experiment.Loss, experiment.Training, schedule.LearningRate);
            var locals = Enumerable.Range(0, sites).Select(j => new LocalSite($"site{j}", settings.Seed, Pairs(j), Pairs(j), new LocalDiscriminator($"site{j}", settings, Discriminator(j)))).ToArray();
            var recorded = locals.Select(site => new RecordingSite(site)).ToArray();
            using var centre = new Centre(experiment, schedule, recorded, batch, Generator, sitesPerGroup: 8, workers: null);

            foreach (var step in meta.GetProperty("steps_f64").EnumerateArray())
            {
                var number = step.GetProperty("step").GetInt32();
                CheckLosses(step, centre.Step(number - 1));
                for (var j = 0; j < sites; j++)
                {
                    CheckIfGiven($"step{number}/fake_{j}", recorded[j].Fakes[number - 1].Images);
                    var factor = experiment.Loss.GeneratorScale * weights[j] / weights.Sum();
                    Compare($"step{number}/grad_fake_{j}", recorded[j].Critiques[number - 1].Gradient * factor);
                }
            }

            CheckState("G", path => centre.Save(path));
            for (var j = 0; j < sites; j++)
            {
                CheckState($"D{j}", path => locals[j].Save(path));
                locals[j].Dispose();
            }
        }

        private void CheckLosses(JsonElement step, Tensor table)
        {
            var names = new Dictionary<string, string>
            {
                ["DiscriminatorReal"] = "D_real",
                ["DiscriminatorFake"] = "D_fake",
                ["Adversarial"] = "G_GAN",
                ["Reconstruction"] = "G_L1_weighted",
            };
            foreach (var (term, name) in names)
            {
                for (var j = 0; j < sites; j++)
                {
                    var truth = step.GetProperty(name)[j].GetDouble();
                    var tolerance = meta.GetProperty("loss_rtol").GetDouble() * Math.Abs(truth);
                    Assert.That(table[j, LossTerms.All.ToList().FindIndex(listed => listed.Name == term)].item<float>(), Is.EqualTo(truth).Within(tolerance), $"{name} of site {j}");
                }
            }
        }

        /// <summary>Weights, buffers and Adam's moments as the checkpoint holds them.</summary>
        private void CheckState(string network, Action<string> save)
        {
            using var scope = NewDisposeScope();
            using var folder = new TemporaryFolder();
            var path = folder.Join($"{network}.safetensors");
            save(path);
            var state = SafetensorsFile.Read(path).Tensors;
            foreach (var name in expected.Keys.Where(k => k.StartsWith($"final_{network}/", StringComparison.Ordinal)))
            {
                Compare(name, state["network/" + name[(network.Length + 7)..]]);
            }

            foreach (var name in expected.Keys.Where(k => k.StartsWith($"adam_{network}/", StringComparison.Ordinal)))
            {
                Compare(name, state["adam/" + name[(network.Length + 6)..]]);
            }
        }

        private void CheckIfGiven(string name, Tensor got)
        {
            if (expected.ContainsKey(name))
            {
                Compare(name, got);
            }
        }

        private void Compare(string name, Tensor got)
        {
            if (!expected[name].is_floating_point())
            {
                Assert.That(got.item<long>(), Is.EqualTo(expected[name].item<long>()), name);
                return;
            }

            var atol = meta.GetProperty("tolerance_per_tensor").GetProperty(name).GetProperty("atol").GetDouble();
            TensorAssert.IsClose(got, expected[name], meta.GetProperty("rtol").GetDouble(), atol, name);
        }

        /// <summary>The steps' pairs of a site; a copy for each share of its weight, since n_j makes pi_j.</summary>
        private FixedPairs Pairs(int site)
        {
            using var scope = NewDisposeScope();
            var copies = (int)Math.Round(weights[site] / weights.Min());
            var (conditions, images) = (Steps("A"), Steps("B"));
            return new FixedPairs(Seed, $"site{site}", conditions.repeat(copies, 1, 1, 1), images.repeat(copies, 1, 1, 1));

            Tensor Steps(string kind) =>
                cat([.. Enumerable.Range(1, 3).Select(s => initial[$"step{s}/{kind}_{site}_u8"].to(float32) / 128 - 1)]);
        }

        private nn.Module<Tensor, Tensor> Generator() =>
            Loaded("G", GeneratorFactory.Create(
                experiment.Generator, config.GetProperty("input_nc").GetInt32(), config.GetProperty("output_nc").GetInt32(), new Generator(1)));

        private Discriminator Discriminator(int site) =>
            Loaded($"D{site}", DiscriminatorFactory.Create(
                experiment.Discriminator, config.GetProperty("input_nc").GetInt32() + config.GetProperty("output_nc").GetInt32(), new Generator(1)));

        private T Loaded<T>(string prefix, T network)
            where T : nn.Module<Tensor, Tensor>
        {
            using var noGrad = no_grad();
            foreach (var (name, value) in network.state_dict())
            {
                value.copy_(initial[$"{prefix}/{name}"]);
            }

            return network;
        }
    }
}
