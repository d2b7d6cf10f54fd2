using AsynDGAN.Core;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Configuration.Reading;
using AsynDGAN.Core.Data;
using AsynDGAN.Core.Data.Sites;
using AsynDGAN.Core.Federation;
using AsynDGAN.Core.Federation.Messages;
using AsynDGAN.Core.Imaging;
using AsynDGAN.Core.Networks.WeightFiles;
using AsynDGAN.Core.Runs;
using AsynDGAN.Core.Segmentation;
using AsynDGAN.Core.Synthesis;
using AsynDGAN.Core.Training;
using AsynDGAN.Tests.Cli;
using AsynDGAN.Tests.Data;
using AsynDGAN.Tests.Runs;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Synthesis;

public class SynthesiserTests
{
    private static readonly Experiment experiment = new()
    {
        Name = "norms",
        Device = "cpu",
        Data = new DataOptions { ImageSize = 16, MinMaskPixels = 1, Phantom = new PhantomOptions { Institutions = 2, Patients = 4, Slices = 2 } },
        Generator = new GeneratorOptions { Blocks = 1, Filters = 2, Norm = Norm.Batch },
        Discriminator = new DiscriminatorOptions { Layers = 1, Filters = 2 },
    };

    private TemporaryFolder folder = null!;

    [SetUp]
    public void SaveWeights()
    {
        folder = new TemporaryFolder();
        using var data = Dataset.Load(experiment, CPU);
        using var generator = Simulation.NewGenerator(experiment, data);
        WeightFile.Save(generator, folder.Join("generator.safetensors"));
    }

    [TearDown]
    public void Remove() => folder.Dispose();

    [Test]
    public void A_stop_while_statistics_are_recomputed_leaves_a_set_to_go_on_with()
    {
        using var whole = new StoppingDisplay(after: int.MaxValue);
        Assert.That(Execute("whole", whole).Finished, Is.True);
        using var stopping = new StoppingDisplay(after: 2);
        var stopped = Execute("stopped", stopping);
        Assert.That((stopped.Finished, stopped.Images), Is.EqualTo((false, 0)));
        Assert.That(stopping.ConditionsSeen, Is.EqualTo(2));
        using var resumed = new StoppingDisplay(after: int.MaxValue);
        Assert.That(Execute("stopped", resumed, resume: true).Finished, Is.True);
        Assert.That(resumed.ConditionsSeen, Is.EqualTo(whole.ConditionsSeen).And.GreaterThan(2));
        RunFiles.AreEqual(folder.Join("stopped"), folder.Join("whole"));
    }

    [Test]
    public void A_set_that_goes_on_within_a_batch_is_equal_to_the_bit()
    {
        using var whole = new StoppingDisplay(after: int.MaxValue);
        var images = Execute("whole", whole).Images;
        Assert.That(images, Is.GreaterThan(9), "more than one batch");
        for (var rows = 0; rows < images; rows += 3)
        {
            var name = $"rows-{rows}";
            RunFiles.Copy(folder.Join("whole"), folder.Join(name));
            var manifest = folder.Join(name, "manifest.csv");
            File.WriteAllLines(manifest, File.ReadLines(manifest).Take(1 + rows).ToArray());

            // What a kill left behind without a row.
            var left = Directory.GetFiles(folder.Join(name, "images")).Order(StringComparer.Ordinal).Skip(rows).ToArray();
            File.WriteAllText(left[0], "another image");
            File.WriteAllText(left[0] + ".writing", "the half of one");
            Array.ForEach(left[1..], File.Delete);
            using var again = new StoppingDisplay(after: int.MaxValue);
            Assert.That(Execute(name, again, resume: true).Finished, Is.True);
            RunFiles.AreEqual(folder.Join(name), folder.Join("whole"));
        }
    }

    [Test]
    public void A_set_does_not_depend_on_how_many_threads_draw_it()
    {
        var before = get_num_threads();
        try
        {
            foreach (var threads in new[] { 1, 2, 4 })
            {
                set_num_threads(threads);
                using var display = new StoppingDisplay(after: int.MaxValue);
                Assert.That(Execute($"{threads}", display).Finished);
                foreach (var part in new[] { "images", "masks", "manifest.csv" })
                {
                    Assert.That(Files(threads, part), Is.EqualTo(Files(1, part)), part);
                }
            }
        }
        finally
        {
            set_num_threads(before);
        }

        string[] Files(int threads, string part) => part == "manifest.csv"
            ? File.ReadAllLines(folder.Join($"{threads}", part))
            : RunFiles.Digests(folder.Join($"{threads}", part));
    }

    [Test]
    public void A_whole_set_that_was_changed_is_refused_by_any_number_of_threads_and_a_lost_image_is_drawn_anew_by_any()
    {
        var before = get_num_threads();
        try
        {
            set_num_threads(1);
            using var display = new StoppingDisplay(after: int.MaxValue);
            Assert.That(Execute("drawn", display).Finished);
            RunFiles.Copy(folder.Join("drawn"), folder.Join("changed"));
            RunFiles.Copy(folder.Join("drawn"), folder.Join("lost"));
            File.Copy(folder.Join("changed", "masks", "000001.png"), folder.Join("changed", "masks", "000000.png"), overwrite: true);
            File.Delete(folder.Join("lost", "images", "000003.png"));
            set_num_threads(2);
            Assert.That(() => Execute("changed", display, resume: true), Throws.TypeOf<UserException>().With.Message.Contains("they have been changed since"));
            Assert.That(Execute("lost", display, resume: true).Finished);
            Assert.That(RunFiles.Digests(folder.Join("lost", "images")), Is.EqualTo(RunFiles.Digests(folder.Join("drawn", "images"))));

            File.Copy(folder.Join("lost", "masks", "000001.png"), folder.Join("lost", "masks", "000000.png"), overwrite: true);
            File.Delete(folder.Join("lost", "images", "000003.png"));
            set_num_threads(1);
            Assert.That(() => Execute("lost", display, resume: true), Throws.TypeOf<UserException>().With.Message.Contains("they have been changed since"));
        }
        finally
        {
            set_num_threads(before);
        }
    }

    [TestCase(2)]
    [TestCase(3)]
    public void A_set_whose_manifest_lost_rows_or_has_them_twice_is_not_gone_on_with(int line)
    {
        using var display = new StoppingDisplay(after: int.MaxValue);
        Assert.That(Execute("gap", display).Images, Is.GreaterThan(3));
        var manifest = folder.Join("gap", "manifest.csv");
        var rows = File.ReadAllLines(manifest);
        foreach (var damaged in new[] { rows.Where((_, i) => i != line - 1), [.. rows[..line], .. rows[(line - 1)..]] })
        {
            File.WriteAllText(manifest, string.Concat(damaged.Select(row => row + "\n")));
            using var again = new StoppingDisplay(after: int.MaxValue);
            Assert.That(() => Execute("gap", again, resume: true), Throws.TypeOf<UserException>().With.Message.Contains("manifest.csv is damaged"));
        }
    }

    [Test]
    public void A_set_of_placed_tumours_says_so_in_its_card_and_by_how_much_in_its_manifest()
    {
        using var display = new StoppingDisplay(after: int.MaxValue);
        var placing = experiment with { Synthesis = new SynthesisOptions { Placement = TumourPlacement.SiteTumours } };
        Assert.That(Execute("kept", display).Finished && Execute("placed", display, of: placing).Finished);
        Assert.That(File.ReadLines(folder.Join("kept", "manifest.csv")).First(), Does.EndWith(",mixed,deformed"));
        Assert.That(File.ReadAllText(folder.Join("kept", "card.md")), Does.Not.Contain("placement"));
        Assert.That(File.ReadAllText(folder.Join("placed", "card.md")), Does.Contain("(synthesis.placement: site-tumours), at least nine tenths of each within the head"));
        var rows = File.ReadAllLines(folder.Join("placed", "manifest.csv"));
        Assert.That(rows[0], Does.EndWith(",mixed,deformed,moved_down,moved_across"));
        Assert.That(rows[1..].Where(row => !row.EndsWith(",false,0,0", StringComparison.Ordinal)), Is.Not.Empty.And.All.Contains(",true,false,"), "mixed ones alone are moved");

        File.WriteAllLines(folder.Join("placed", "manifest.csv"), rows[..3]);
        Assert.That(Execute("placed", display, resume: true, of: placing).Finished);
        Assert.That(File.ReadAllLines(folder.Join("placed", "manifest.csv")), Is.EqualTo(rows));
    }

    [TestCase(false)]
    [TestCase(true)]
    public void Images_of_a_file_a_channel_are_drawn_as_such_and_read_back(bool nnUnet)
    {
        var rows = new List<string> { "site,patient,image,mask" };
        foreach (var (name, site) in new[] { ("a", "A"), ("b", "A"), ("c", "B"), ("d", "B") })
        {
            PngFile.Write(TestCases.Picture(16, 16, (y, x) => double.Hypot(y - 8, x - 8) < Radius(name) ? 100 + name[0] + (x > 8 ? 20 : 0) : 0, bits: 16), folder.In($"data/{name}_t1.png"));
            PngFile.Write(TestCases.Picture(16, 16, (y, x) => double.Hypot(y - 8, x - 8) < Radius(name) ? 90 + name[0] + y : 0, bits: 16), folder.In($"data/{name}_t2.png"));
            PngFile.Write(TestCases.Picture(16, 16, (y, x) => y is > 5 and < 9 && x == name[0] - 'a' + 6 ? 255 : 0), folder.In($"data/{name}_mask.png"));
            rows.Add($"{site},{name},{name}_t1.png|{name}_t2.png,{name}_mask.png");
        }

        var two = experiment with
        {
            Data = new DataOptions
            {
                Source = DataSource.Manifest,
                Root = folder.Write("data/m.csv", string.Join('\n', rows)),
                ChannelNames = ["t1", "t2"],
                ImageSize = 16,
                MinMaskPixels = 1,
                TestFraction = 0,
                ValidationFraction = 0,
            },
            Training = new TrainingOptions { BatchSize = 1 },
        };
        using var data = Dataset.Load(two, CPU);
        using var generator = Simulation.NewGenerator(two, data);
        WeightFile.Save(generator, folder.Join("two.safetensors"));
        using var display = new StoppingDisplay(after: int.MaxValue);
        var outcome = Draw(resume: false);
        Assert.That(File.ReadAllText(folder.Join("set", "card.md")), Does.Contain("data.channel_names [t1, t2]."), "without it its manifest is refused");
        var (pictures, extension) = (nnUnet ? "imagesTr" : "images", nnUnet ? "png" : "tif");
        Assert.That(Directory.GetFiles(folder.Join("set", pictures)), Has.Length.EqualTo(2 * outcome.Images).And.Length.GreaterThan(4));

        // Both files of the first image are one image of the set, and it is read as it was written.
        using var scope = NewDisposeScope();
        var set = SyntheticSet.Of(GivenSet.At(folder.Join("set")));
        using var images = set.Read([2, 16, 16], SegmentationClasses.Merged, CPU, new RecordingDisplay(), default);
        var first = Enumerable.Range(0, 2).Select(channel => ImageFile.Read(folder.Join("set", pictures, $"000000_000{channel}.{extension}"))).ToArray();
        Assert.That(first.Select(channel => (channel.Channels, channel.Bits)), Is.All.EqualTo((1, 16)));
        Assert.That(first[0].Values, Is.Not.EqualTo(first[1].Values));
        var wanted = tensor([.. first.SelectMany(channel => channel.Values.Select(value => value / 65535f * 2 - 1))], [1, 2, 16, 16]);
        TensorAssert.IsClose(images.Take([0]).Images, wanted, 0, 1e-6, "the first image");

        // One that is lost is drawn again, to the byte.
        var lost = folder.Join("set", pictures, $"000001_0001.{extension}");
        var before = File.ReadAllBytes(lost);
        File.Delete(lost);
        Draw(resume: true);
        Assert.That(File.ReadAllBytes(lost), Is.EqualTo(before));
        if (nnUnet)
        {
            Assert.That(File.ReadAllText(folder.Join("set", "dataset.json")), Does.Contain("\"0\": \"t1\"").And.Contain("\"1\": \"t2\""));
        }
        else
        {
            using var again = Dataset.Load(two with { Data = two.Data with { Root = folder.Join("set", "manifest.csv") } }, CPU);
            Assert.That((again.ImageChannels, again.ImageBits), Is.EqualTo((2, 16)));
        }

        // No two conditions are equal, since no two patients may share an image.
        static double Radius(string name) => 4.6 + 0.8 * (name[0] - 'a');
        SynthesisOutcome Draw(bool resume) => new Synthesiser(two, new RunOrigin(null, folder.Join("two.safetensors"), "two.yaml"), nnUnet, display).Execute(folder.Join("set"), resume, overwrite: false, display.Token);
    }

    [Test]
    public void A_set_without_any_new_mask_is_warned_of_with_what_gives_some()
    {
        PngFile.Write(TestCases.Picture(16, 16, (y, x) => double.Hypot(y - 8, x - 8) < 6 ? 100 + x : 0), folder.In("one/a.png"));
        PngFile.Write(TestCases.Picture(16, 16, (y, x) => double.Hypot(y - 8, x - 8) < 2 ? 255 : 0), folder.In("one/a_mask.png"));
        var one = experiment with
        {
            Data = new DataOptions
            {
                Source = DataSource.Manifest,
                Root = folder.Write("one/m.csv", "site,patient,part,image,mask\nA,a,train,a.png,a_mask.png\n"),
                ImageSize = 16,
                MinMaskPixels = 1,
            },
            Training = new TrainingOptions { BatchSize = 1 },
        };
        var display = new RecordingDisplay();
        var outcome = new Synthesiser(one, new RunOrigin(null, folder.Join("generator.safetensors"), "one.yaml"), nnUnet: false, display).Execute(folder.Join("set"), resume: false, overwrite: false, default);
        Assert.That((outcome.Images, outcome.Planned), Is.EqualTo((1, 2)));
        Assert.That(display.Lines, Has.Some.StartsWith("warning: none of 1 images with new masks could be drawn").And.Some.Contains("synthesis.placement: site-tumours, or synthesis.deform above 0"));
    }

    [TestCase(1e-9, true)]
    [TestCase(1, false)]
    public void Copies_of_one_mask_are_warned_of_and_are_not_called_deformed(double deform, bool areCopies)
    {
        var display = new RecordingDisplay();
        var several = experiment with { Synthesis = new SynthesisOptions { PerMask = 3, MixMasks = 0, Deform = deform } };
        var images = new Synthesiser(several, new RunOrigin(null, folder.Join("generator.safetensors"), "norms.yaml"), nnUnet: false, display)
            .Execute(folder.Join("set"), resume: false, overwrite: false, default).Images;
        Assert.That(display.Lines.Any(line => line.StartsWith($"warning: {images / 3 * 2} of {images} images are copies", StringComparison.Ordinal)), Is.EqualTo(areCopies));
        var deformed = File.ReadLines(folder.Join("set", "manifest.csv")).Count(row => row.EndsWith(",false,true", StringComparison.Ordinal));
        Assert.That(deformed, areCopies ? Is.Zero : Is.GreaterThan(images / 2));
    }

    [Test]
    public void How_other_weights_than_its_runs_were_trained_is_not_taken_from_the_run()
    {
        folder.Write("run/config.yaml", ExperimentWriter.Write(experiment with { Training = new TrainingOptions { Steps = 12 } }));
        folder.Write("run/weights/generator.safetensors", "last");
        var (given, display) = (experiment with { Training = new TrainingOptions { Steps = 99, BatchSize = 3 } }, new RecordingDisplay());
        var told = new RunOrigin(folder.Join("run"), folder.Write("older.safetensors", "older"), "").AsTrained(given, display);
        Assert.That((told.Training.Steps, told.Training.BatchSize, display.Lines.Count), Is.EqualTo((99, 1, 0)), "in its batches statistics are computed");
        told = new RunOrigin(folder.Join("run"), folder.Write("same.safetensors", "last"), "").AsTrained(given, display);
        Assert.That((told.Training.Steps, display.Lines.Count), Is.EqualTo((12, 1)));
    }

    [Test]
    public void A_set_tells_the_training_that_its_runs_generator_had_and_is_warned_of_another()
    {
        var run = folder.Join("run");
        folder.Write("run/config.yaml", ExperimentWriter.Write(experiment with { Training = new TrainingOptions { Steps = 12 } }));
        using (var data = Dataset.Load(experiment, CPU))
        {
            SplitFile.Write(Path.Combine(run, "split.csv"), data.Split);
        }

        var given = experiment with
        {
            Name = "another",
            Sites = new SiteOptions { Questions = SiteQuestions.InOrder },
            Discriminator = experiment.Discriminator with { Filters = 3 },
            Loss = new LossOptions { Reconstruction = Reconstruction.None },
            Boundary = new BoundaryOptions { Losses = BoundaryLosses.Fakes, PackConditions = true },
            Training = new TrainingOptions { Steps = 99, BatchSize = 3, Precision = Precision.Float32 },
        };
        var display = new RecordingDisplay();
        Draw(given, resume: false);
        var told = experiment with
        {
            Name = "another",
            Boundary = new BoundaryOptions { PackConditions = true },
            Training = new TrainingOptions { Steps = 12, Precision = Precision.Float32 },
        };
        Assert.That(File.ReadAllText(folder.Join("set", "config.yaml")), Is.EqualTo(ExperimentWriter.Write(told)), "what acts on drawing is as it was given");
        var warning = display.Lines.Single(line => line.Contains("training.steps is the run's: 12; 99 has no effect"));
        Assert.That(warning, Does.Contain("loss.reconstruction").And.Contain("boundary.losses").And.Contain("sites.questions").And.Contain("discriminator.filters").And.Contain("training.batch_size")
            .And.Not.Contain("precision").And.Not.Contain("pack_conditions").And.Not.Contain("name"));

        display.Lines.Clear();
        Draw(told, resume: true);
        Assert.That(display.Lines, Has.None.Contains("has no effect"));

        void Draw(Experiment of, bool resume) => new Synthesiser(of, new RunOrigin(run, folder.Join("generator.safetensors"), "norms.yaml"), nnUnet: false, display)
            .Execute(folder.Join("set"), resume, overwrite: false, default);
    }

    [Test]
    public void Synthesis_builds_no_discriminator()
    {
        var unfit = experiment with { Discriminator = experiment.Discriminator with { Filters = -1 } };
        using var data = Dataset.Load(experiment, CPU);
        Assert.That(() => Simulation.Build(unfit, data, CPU, folder: null), Throws.Exception, "it cannot be built");
        using var display = new StoppingDisplay(after: int.MaxValue);
        Assert.That(Execute("unfit", display, of: unfit).Finished);
    }

    [Test]
    public void A_site_without_a_discriminator_lists_its_conditions_and_answers_nothing()
    {
        using var scope = NewDisposeScope();
        using var data = Dataset.Load(experiment, CPU);
        using var simulation = Simulation.Build(experiment, data, CPU, folder: null);
        var sites = Simulation.ListingSites(experiment, data, new Ledger());
        foreach (var (site, learning) in sites.Zip(simulation.Sites))
        {
            var (listed, expected) = (site.Enumerate(DataPart.Training, 0, 3), learning.Enumerate(DataPart.Training, 0, 3));
            Assert.That(listed.X.Equals(expected.X));
            Assert.That(listed.Ids, Is.EqualTo(expected.Ids));
            Assert.That(() => site.Answer(0, new Synthetic(0, zeros(1, 1, 16, 16), wantsCritique: true)), Throws.InvalidOperationException);
        }
    }

    private SynthesisOutcome Execute(string name, StoppingDisplay display, bool resume = false, Experiment? of = null) =>
        new Synthesiser(of ?? experiment, new RunOrigin(null, folder.Join("generator.safetensors"), "norms.yaml"), nnUnet: false, display)
            .Execute(folder.Join(name), resume, overwrite: false, display.Token);

    /// <summary>Asks to stop after some conditions of the statistics.</summary>
    private sealed class StoppingDisplay(int after) : IRunDisplay, IDisposable
    {
        private readonly CancellationTokenSource source = new();

        public CancellationToken Token => source.Token;

        public long ConditionsSeen { get; private set; }

        public void Advance(string work, long done, long total)
        {
            if (work.StartsWith("batch norm", StringComparison.Ordinal))
            {
                ConditionsSeen = done;
                if (done >= after)
                {
                    source.Cancel();
                }
            }
        }

        public void Say(string line)
        {
        }

        public void Warn(string line)
        {
        }

        public void Show(TrainingStatus status)
        {
        }

        public void Dispose() => source.Dispose();
    }
}
