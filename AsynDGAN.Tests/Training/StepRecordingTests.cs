using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data;
using AsynDGAN.Core.Platform.Recording;
using AsynDGAN.Core.Training;
using AsynDGAN.Tests.Federation;
using AsynDGAN.Tests.Platform.Recording;
using TorchSharp;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Training;

public class StepRecordingTests
{
    private const int Steps = 7;

    private static IEnumerable<TestCaseData> Experiments
    {
        get
        {
            var plain = SmallFederation.Default;
            return
            [
                Of("instance norm", plain, 8),
                Of("groups of two sites and of one", plain, 2),
                Of("batch norm", plain with { Generator = plain.Generator with { Norm = Norm.Batch }, Discriminator = plain.Discriminator with { Norm = Norm.Batch } }, 8),
                Of("spectral norm", plain with { Discriminator = plain.Discriminator with { SpectralNorm = true } }, 8),
                Of("an average of G and noise", plain with { Generator = plain.Generator with { Average = 0.9, NoiseChannels = 1 } }, 8),
                Of("three exchanges a step", plain with { Training = plain.Training with { DiscriminatorSteps = 3 } }, 8),
                Of("feature matching", plain with { Loss = plain.Loss with { Reconstruction = Reconstruction.FeatureMatching } }, 8),
                Of("float16 across the boundary", plain with { Boundary = new BoundaryOptions { ElementType = ElementType.Float16, PackConditions = true } }, 8),
            ];
        }
    }

    [TestCaseSource(nameof(Experiments))]
    public void Recorded_steps_give_the_bits_of_plain_ones(Experiment experiment, int sitesPerGroup)
    {
        using var scope = NewDisposeScope();
        var recorder = new PlainRecorder();
        using var plain = new SmallFederation(experiment, [4, 5, 6], sitesPerGroup: sitesPerGroup);
        using var recorded = new SmallFederation(experiment, [4, 5, 6], sitesPerGroup: sitesPerGroup, recorder: recorder);
        for (var step = 0; step < Steps; step++)
        {
            TensorAssert.AreEqual(recorded.Centre.Step(step), plain.Centre.Step(step), $"losses of step {step}");
        }

        Same(recorded.CentreState(), plain.CentreState());
        for (var site = 0; site < 3; site++)
        {
            Same(recorded.Discriminator(site), plain.Discriminator(site));
        }

        // Three sites, Adam, and G's pass and its way back for each size of a group.
        Assert.That(recorder.Recorded, Is.EqualTo(3 + 1 + 2 * (sitesPerGroup == 2 ? 2 : 1)));
        Assert.That(recorder.Replayed, Is.GreaterThan(recorder.Recorded));
    }

    [TestCase(0)]
    [TestCase(2)]
    [TestCase(5)]
    public void Where_a_recording_fails_the_steps_are_the_same(int refused)
    {
        using var scope = NewDisposeScope();
        using var plain = new SmallFederation(SmallFederation.Default, [4, 5]);
        using var recorded = new SmallFederation(SmallFederation.Default, [4, 5], recorder: new PlainRecorder(asked => asked == refused));
        for (var step = 0; step < Steps; step++)
        {
            TensorAssert.AreEqual(recorded.Centre.Step(step), plain.Centre.Step(step), $"losses of step {step}");
        }

        Same(recorded.CentreState(), plain.CentreState());
    }

    [Test]
    public void A_run_that_goes_on_from_a_checkpoint_gives_the_bits_of_one_that_did_not_stop()
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        using var whole = new SmallFederation(SmallFederation.Default, [4, 5], recorder: new PlainRecorder());
        using var first = new SmallFederation(SmallFederation.Default, [4, 5], recorder: new PlainRecorder());
        using var second = new SmallFederation(SmallFederation.Default, [4, 5], recorder: new PlainRecorder());
        for (var step = 0; step < 2 * Steps; step++)
        {
            whole.Centre.Step(step);
            (step < Steps ? first : second).Centre.Step(step);
            if (step == Steps - 1)
            {
                first.Centre.Save(folder.Join("centre"));
                second.Centre.Load(folder.Join("centre"));
                foreach (var (from, to) in first.Sites.Zip(second.Sites))
                {
                    ((Core.Federation.LocalSite)from).Save(folder.Join(from.Profile.Name));
                    ((Core.Federation.LocalSite)to).Load(folder.Join(from.Profile.Name));
                }
            }
        }

        Same(second.CentreState(), whole.CentreState());
        Same(second.Discriminator(1), whole.Discriminator(1));
    }

    [Test]
    public void What_the_host_draws_is_not_recorded()
    {
        var plain = SmallFederation.Default;
        Assert.That((StepRecording.WhyNotCentre(plain), StepRecording.WhyNotSites(plain)), Is.EqualTo(((string?)null, (string?)null)));
        Assert.That(StepRecording.WhyNotCentre(plain with { Generator = plain.Generator with { Dropout = 0.5 } }), Does.Contain("dropout"));
        Assert.That(StepRecording.WhyNotSites(plain with { Loss = plain.Loss with { Gan = GanLoss.WganGp } }), Does.Contain("wgan-gp"));
        Assert.That(StepRecording.WhyNotSites(plain with { Discriminator = plain.Discriminator with { Augment = DiscriminatorAugment.Diff } }), Does.Contain("augment"));

        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.Join("script.pt"), "PK");
        File.WriteAllText(folder.Join("vgg.safetensors"), "weights");
        Assert.That(StepRecording.WhyNotSites(With("script.pt")), Does.Contain("script"));
        Assert.That(StepRecording.WhyNotSites(With("vgg.safetensors")), Is.Null);

        Experiment With(string file) => plain with { Loss = plain.Loss with { LambdaPerceptual = 1, PerceptualWeights = folder.Join(file) } };
    }

    [TestCase(StepRecord.Auto, null)]
    [TestCase(StepRecord.False, null)]
    [TestCase(StepRecord.True, "steps are not recorded: a CPU records nothing")]
    public void A_cpu_records_nothing_and_says_so_where_it_was_asked_to(StepRecord wanted, string? line)
    {
        var experiment = SmallFederation.Default;
        using var recording = StepRecording.Of(experiment with { Training = experiment.Training with { Record = wanted } }, CPU, _ => Assert.Fail());
        Assert.That((recording.ForCentre, recording.ForSites, recording.Line), Is.EqualTo(((IRecorder?)null, (IRecorder?)null, line)));

        // Nor does it where no GPU could.
        var drawn = experiment with { Generator = experiment.Generator with { Dropout = 0.5 }, Loss = experiment.Loss with { Gan = GanLoss.WganGp }, Training = experiment.Training with { Record = wanted } };
        using var neither = StepRecording.Of(drawn, CPU, _ => Assert.Fail());
        Assert.That((neither.ForCentre, neither.ForSites, neither.Line), Is.EqualTo(((IRecorder?)null, (IRecorder?)null, line)));
    }

    private static IEnumerable<TestCaseData> OnAGpu
    {
        get
        {
            var plain = new Experiment
            {
                Data = new DataOptions { ImageSize = 32, MinMaskPixels = 0, Phantom = new PhantomOptions { Institutions = 3, Patients = 4, Slices = 2 } },
                Generator = new GeneratorOptions { Blocks = 2, Filters = 8, Norm = Norm.Instance },
                Discriminator = new DiscriminatorOptions { Layers = 2, Filters = 8, Norm = Norm.Instance },
                Training = new TrainingOptions { Steps = 100, Precision = Precision.Float32 },
            };
            return
            [
                Of("instance norm", plain),
                Of("batch norm, spectral norm", plain with
                {
                    Generator = plain.Generator with { Norm = Norm.Batch },
                    Discriminator = plain.Discriminator with { Norm = Norm.Batch, SpectralNorm = true },
                }),
                Of("feature matching", plain with { Loss = plain.Loss with { Reconstruction = Reconstruction.FeatureMatching } }),
                Of("float16 across the boundary", plain with { Boundary = new BoundaryOptions { ElementType = ElementType.Float16, PackConditions = true } }),
                Of("bfloat16 across the boundary", plain with { Boundary = new BoundaryOptions { ElementType = ElementType.Bfloat16 } }),
            ];

            static TestCaseData Of(string name, Experiment experiment) => new TestCaseData(experiment).SetArgDisplayNames(name);
        }
    }

    [TestCaseSource(nameof(OnAGpu))]
    public void Fifty_steps_recorded_on_a_gpu_have_the_losses_of_plain_ones(Experiment experiment)
    {
        Gpu.IsWanted();
        var device = torch.device(DeviceType.CUDA, 0);
        var recorded = Losses(StepRecord.True, out var line);
        Assert.That(line, Does.StartWith("recorded steps: "));

        // Some of CUDA's sums have no fixed order, so that plain trainings differ from each other as well, and more with every step.
        Tensor[] plain = [.. Enumerable.Range(0, 3).Select(_ => Losses(StepRecord.False, out var _))];
        foreach (var steps in (int[])[10, 50])
        {
            var chance = new[] { Apart(plain[0], plain[1]), Apart(plain[0], plain[2]), Apart(plain[1], plain[2]) }.Max();
            Assert.That(plain.Min(p => Apart(recorded, p)), Is.LessThan(1e-4 + 2 * chance), $"the first {steps} steps, where plain ones differ by {chance:g2}");

            double Apart(Tensor a, Tensor b) => ((a - b).abs() / (a.abs() + 0.1)).slice(0, 0, steps, 1).max().item<float>();
        }

        Tensor Losses(StepRecord record, out string? line)
        {
            var wanted = experiment with { Training = experiment.Training with { Record = record } };
            using var scope = NewDisposeScope();
            using var data = RunData.Load(wanted, device);
            using var recording = StepRecording.Of(wanted, device, said => Assert.Fail(said));
            using var simulation = Simulation.Build(wanted, data, device, folder: null, recording: recording);
            line = recording.Line;
            return stack([.. Enumerable.Range(0, 50).Select(step => simulation.Centre.Step(step).cpu())]).MoveToOuterDisposeScope();
        }
    }

    private static void Same(Dictionary<string, float[]> values, Dictionary<string, float[]> expected)
    {
        Assert.That(values.Keys, Is.EquivalentTo(expected.Keys));
        Assert.Multiple(() =>
        {
            foreach (var (name, value) in values)
            {
                Assert.That(value, Is.EqualTo(expected[name]), name);
            }
        });
    }

    private static TestCaseData Of(string name, Experiment experiment, int sitesPerGroup) => new TestCaseData(experiment, sitesPerGroup).SetArgDisplayNames(name);
}
