using System.Text.Json;
using AsynDGAN.Core.Configuration.Reading;
using AsynDGAN.Core.Data;
using AsynDGAN.Core.Figures;
using AsynDGAN.Core.Imaging;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Cli;

/// <summary>Sets drawn with every use of randomness, from a tiny run.</summary>
public class SynthesizeCommandTests
{
    private const string Stochastic = """
        data: { image_size: 16, min_mask_pixels: 1, validation_fraction: 0.25, phantom: { institutions: 2, patients: 6, slices: 4 } }
        sites: { in_condition: true }
        generator: { blocks: 1, filters: 2, norm: batch, dropout: 0.3, noise_channels: 1, average: 0.5 }
        discriminator: { layers: 1, filters: 2 }
        training: { steps: 2 }
        synthesis: { per_mask: 2, mix_masks: 1, deform: 0.5, dropout: true }

        """;

    private readonly WorkFolder work = new();

    [OneTimeSetUp]
    public void Train()
    {
        work.Write("some.yaml", Stochastic);
        work.Run("train", "--config", "some.yaml").Succeeded();
        Synthesize("--out", "whole").Succeeded();
    }

    [OneTimeTearDown]
    public void Remove() => work.Dispose();

    [Test]
    public void A_set_has_its_files_and_no_condition_of_validation_or_test_patients()
    {
        var rows = Rows("whole");
        Assert.That(
            Directory.EnumerateFileSystemEntries(work.Join("whole")).Select(Path.GetFileName),
            Is.EquivalentTo(new[]
            {
                "images", "masks", "manifest.csv", "card.md", "contact-sheet.png", "config.yaml", "communication.csv", "provenance.json", "synthesis.json",
            }));
        using var data = Data();
        var training = data.Sites.SelectMany(site => site.Training.Ids.Select(id => $"{site.Name},{id.Sample}")).ToHashSet();
        Assert.That(rows.Select(row => $"{row[0]},{row[5]}").Distinct(), Is.EquivalentTo(training));
        Assert.That(rows.Select(row => $"{row[6]},{row[8]}").Distinct(), Is.SubsetOf(training));
        Assert.That(rows, Has.Length.EqualTo(3 * training.Count));
        Assert.That(rows.Select(row => row[1]).Distinct().Count(), Is.EqualTo(rows.Select(row => row[0] + row[1]).Distinct().Count()));
    }

    [Test]
    public void The_card_says_what_the_set_is()
    {
        var card = File.ReadAllText(work.Join("whole", "card.md"));
        using var origin = JsonDocument.Parse(File.ReadAllText(work.Join("whole", "synthesis.json")));
        Assert.That(card, Does.Contain("SHA-256 " + origin.RootElement.GetProperty("weights").GetString()));
        Assert.That(card, Does.Contain("those of real patients, deformed at random").And.Contain("- synthesis.deform: 0.5").And.Contain("- sites.in_condition: true").And.Contain("- seed: 1"));
        var average = File.ReadAllBytes(work.Join("runs", "some", "weights", "generator-average.safetensors"));
        Assert.That(card, Does.Contain(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(average))));
    }

    [Test]
    public void The_manifest_source_reads_a_set_back_as_it_is() => work.Run(
        "data", "--config", "some.yaml", "--set", "data.source=manifest", "--set", "data.root=" + work.Join("whole", "manifest.csv"), "--out", "read").Succeeded();

    [Test]
    public void A_key_draws_the_numbers_of_patients_and_samples_and_is_told_nowhere()
    {
        const string Secret = "the secret of the hospitals";
        work.Write("site.key", Secret);
        string[] keyed = ["--set", "sites.key_file=site.key"];
        Synthesize(["--out", "keyed", .. keyed]).Succeeded();
        Synthesize(["--out", "keyed-again", .. keyed]).Succeeded();
        RunFiles.AreEqual(work.Join("keyed-again"), work.Join("keyed"));
        Assert.That(Rows("keyed").Select(row => (row[1], row[5])), Is.Not.EqualTo(Rows("whole").Select(row => (row[1], row[5]))));
        Assert.That(Directory.EnumerateFiles(work.Join("keyed"), "*", SearchOption.AllDirectories).Where(file => File.ReadAllText(file).Contains(Secret)), Is.Empty);
        Assert.That(File.ReadAllText(work.Join("keyed", "config.yaml")), Does.Contain("key_file: site.key"));
        Assert.That(File.ReadAllText(work.Join("keyed", "card.md")), Does.Contain("drawn from a secret key"));

        work.Write("site.key", "another secret");
        Synthesize(["--out", "keyed", "--resume", .. keyed]).Refused("was begun with other numbers of patients and samples", "sites.key_file");
        File.Delete(work.Join("site.key"));
        Synthesize(["--out", "keyed", "--resume", .. keyed]).Refused("sites.key_file: site.key does not exist", work.Join("site.key"));
    }

    [Test]
    public void A_run_brings_its_own_configuration()
    {
        work.Run("synthesize", "--run", "runs/some", "--out", "own").Succeeded();
        RunFiles.AreEqual(work.Join("own"), work.Join("whole"));
        work.Run("synthesize", "--run", "runs/some", "--out", "fewer", "--set", "synthesis.per_mask=1").Succeeded();
        Assert.That(Rows("fewer"), Has.Length.LessThan(Rows("whole").Length));
        work.Run("synthesize", "--out", "none").Refused("--config FILE and --run DIR are both missing");
        work.Run("synthesize", "--run", "runs/none").Refused("There is no run in 'runs/none'", work.Join("runs", "none"));
    }

    [Test]
    public void The_same_run_gives_the_same_files()
    {
        Synthesize("--out", "again").Succeeded();
        RunFiles.AreEqual(work.Join("again"), work.Join("whole"));
    }

    [TestCase(1)]
    [TestCase(8)]
    public void The_number_of_processors_that_encode_does_not_change_a_file(int processors)
    {
        var name = $"processors-{processors}";
        using var drawing = AsyndganProcess.Start(work.Root, Arguments("--out", name), processors);
        drawing.Wait().Succeeded();
        RunFiles.AreEqual(work.Join(name), work.Join("whole"));
    }

    [Test]
    public void The_batch_size_and_the_device_memory_do_not_change_an_image()
    {
        Synthesize("--out", "batch", "--set", "training.batch_size=3", "--set", "data.resident=host").Succeeded();
        foreach (var part in new[] { "images", "masks" })
        {
            RunFiles.AreEqual(work.Join("batch", part), work.Join("whole", part));
        }
    }

    [Test]
    public void No_image_is_a_real_one_and_masks_show_the_tumour()
    {
        using var data = Data();
        using var scope = NewDisposeScope();
        var real = data.Sites.SelectMany(site => new[] { site.Training, site.Validation, site.Test })
            .SelectMany(part => part.Take([.. Enumerable.Range(0, part.Count)], random: null).Image.split(1))
            .Select(image => string.Join(",", TensorPicture.Of(image[0]).Values)).ToHashSet();
        Assert.That(real, Has.Count.GreaterThan(10));
        foreach (var row in Rows("whole"))
        {
            Assert.That(real, Does.Not.Contain(string.Join(",", ImageFile.Read(work.Join("whole", row[2])).Values)));
            var mask = ImageFile.Read(work.Join("whole", row[3])).Values;
            Assert.That(mask, Is.All.EqualTo(0).Or.EqualTo(255));
            Assert.That(mask, Does.Contain((ushort)255));
        }
    }

    [Test]
    public void A_set_killed_again_and_again_ends_as_if_it_had_not_been()
    {
        var kills = 0;
        for (var attempt = 0; attempt < 3; attempt++)
        {
            var before = Images("killed");
            using var drawing = AsyndganProcess.Start(work.Root, Arguments("--out", "killed", "--resume"));
            drawing.WaitUntil(() => drawing.HasEnded || Images("killed") > before + attempt, "its next image");
            drawing.Kill();
            kills += File.Exists(work.Join("killed", "card.md")) ? 0 : 1;
        }

        Assert.That(kills, Is.AtLeast(1), "every set was whole before it was killed");
        File.AppendAllText(work.Join("killed", "manifest.csv"), "site1,torn");
        Synthesize("--out", "killed", "--resume").Succeeded();
        RunFiles.AreEqual(work.Join("killed"), work.Join("whole"));
    }

    [TestCase("images")]
    [TestCase("masks")]
    public void A_finished_set_draws_lost_pictures_again(string folder)
    {
        RunFiles.Copy(work.Join("whole"), work.Join("lost-" + folder));
        File.Delete(Directory.EnumerateFiles(work.Join("lost-" + folder, folder)).Order(StringComparer.Ordinal).ElementAt(5));
        Assert.That(Synthesize("--out", "lost-" + folder, "--resume").Succeeded().Output, Does.Contain("image 5 or its mask is not there any more"));
        RunFiles.AreEqual(work.Join("lost-" + folder), work.Join("whole"));
    }

    [Test]
    [Platform("Linux,MacOsX")]
    public void A_signal_finishes_what_is_drawn_and_says_how_to_go_on()
    {
        string[] longer = ["--out", "stopped", "--set", "synthesis.per_mask=100"];
        using var drawing = AsyndganProcess.Start(work.Root, Arguments(longer));
        drawing.WaitUntil(() => Images("stopped") > 0, "its first image");
        drawing.Interrupt();
        var stopped = drawing.Wait();
        Assert.That(stopped.ExitCode, Is.EqualTo(130), stopped.Error);
        Assert.That(stopped.Output, Does.Contain("Stopped with ").And.Contain("--resume"));
        Assert.That(
            Directory.EnumerateFiles(work.Join("stopped", "images")).Select(Path.GetFileName),
            Is.EquivalentTo(Rows("stopped").Select(row => Path.GetFileName(row[2]))));
    }

    [Test]
    [Platform("Linux")]
    public void A_full_disk_leaves_whole_images_only_and_the_set_goes_on_later()
    {
        RunFiles.Copy(work.Join("whole"), work.Join("full"));
        var manifest = work.Join("full", "manifest.csv");
        File.WriteAllLines(manifest, File.ReadLines(manifest).Take(1 + 5).ToArray());
        var next = work.Join("full", Rows("whole")[5][2]);
        foreach (var image in Directory.GetFiles(work.Join("full", "images")).Where(image => string.CompareOrdinal(image, next) >= 0))
        {
            File.Delete(image);
        }

        // Every byte written to this device is refused for want of space.
        File.CreateSymbolicLink(next + ".writing", "/dev/full");
        Synthesize("--out", "full", "--resume").Refused(next + " cannot be written", "No space left on device", "Check the free space");
        Assert.That(Rows("full"), Has.Length.EqualTo(5));
        foreach (var image in Directory.GetFiles(work.Join("full", "images")))
        {
            Assert.That(File.ReadAllBytes(image), Is.EqualTo(File.ReadAllBytes(work.Join("whole", "images", Path.GetFileName(image)))));
        }

        Assert.That(Directory.GetFiles(work.Join("full", "images"), "*.writing"), Is.Empty);
        Synthesize("--out", "full", "--resume").Succeeded();
        RunFiles.AreEqual(work.Join("full"), work.Join("whole"));
    }

    [Test]
    public void Images_of_16_bits_are_drawn_with_16_bits_and_read_back()
    {
        var rows = Enumerable.Range(1, 8).SelectMany(patient => Enumerable.Range(1, 2).Select(slice =>
        {
            var shades = Enumerable.Range(0, 256).Select(i => (ushort)(100 * patient + 200 * i + slice)).ToArray();
            var image = $"{patient}-{slice}.png";
            PngFile.Write(new PixelArray(16, 16, 1, 16, shades), work.Join(image));
            PngFile.Write(WorkFolder.Disc(1, 3, 255), work.Join("mask-" + image));
            return $"A,p{patient},{image},mask-{image}";
        }));
        work.Write("deep.csv", string.Join('\n', ["site,patient,image,mask", .. rows, ""]));
        string[] deep = ["--set", "data.source=manifest", "--set", "data.root=deep.csv", "--set", "segmentation={filters: 2, depth: 2, steps: 2, fedavg: {rounds: 1}}"];
        work.Train(["--out", "deep", .. deep]).Succeeded();
        work.Run(["synthesize", "--config", "tiny.yaml", "--run", "deep", .. deep]).Succeeded();
        var image = Directory.GetFiles(work.Join("deep", "synthetic", "images")).Order().First();
        var pixels = ImageFile.Read(image);
        Assert.That(Path.GetExtension(image), Is.EqualTo(".tif"));
        Assert.That(pixels.Bits, Is.EqualTo(16));
        Assert.That(pixels.Values.Where(value => value % 257 != 0), Is.Not.Empty, "finer than 8 bits");
        work.Run(["eval-seg", "--config", "tiny.yaml", "--synthetic", "AsynDGAN=deep", "--train-on", "synthetic:AsynDGAN", .. deep]).Succeeded();
    }

    [Test]
    public void A_run_is_never_overwritten_by_a_set()
    {
        RunFiles.Copy(work.Join("runs", "some"), work.Join("precious"));
        Synthesize("--out", "precious", "--overwrite").Refused("other files than a synthetic set's");
        RunFiles.AreEqual(work.Join("precious"), work.Join("runs", "some"));
    }

    [Test]
    public void A_finished_set_whose_masks_were_changed_is_not_called_whole()
    {
        Synthesize("--out", "changed").Succeeded();
        var masks = Directory.GetFiles(work.Join("changed", "masks")).Order(StringComparer.Ordinal).ToArray();
        File.Copy(masks[1], masks[0], overwrite: true);
        Synthesize("--out", "changed", "--resume").Refused("are not those that were drawn", "--overwrite");
        Synthesize("--out", "changed", "--overwrite").Succeeded();
        RunFiles.AreEqual(work.Join("changed"), work.Join("whole"));
    }

    [Test]
    public void A_set_that_is_there_is_refused() => Synthesize("--out", "whole").Refused("already", "--resume", "--overwrite");

    [Test]
    public void Resume_and_overwrite_exclude_each_other() => Synthesize("--resume", "--overwrite").Refused("exclude each other");

    [Test]
    public void Without_a_trained_run_the_command_that_makes_it_is_named() =>
        work.Run("synthesize", "--config", "tiny.yaml").Refused("There is no trained run", "asyndgan train --config tiny.yaml");

    [Test]
    public void Another_configuration_than_the_runs_is_refused_with_the_differences() =>
        Synthesize("--out", "none", "--set", "seed=4", "--set", "data.split_seed=9", "--set", "training.steps=9")
            .Refused("seed: 1 in the run, 4 now", "data.split_seed: 7 in the run, 9 now");

    [Test]
    public void Weights_of_another_generator_are_one_error_that_names_the_tensors()
    {
        var weights = work.Join("runs", "some", "weights", "generator.safetensors");
        work.Run("synthesize", "--config", "tiny.yaml", "--weights", weights, "--out", "none")
            .Refused("does not fit the network", "is missing", "is unexpected", "has the shape");
        Assert.That(Directory.Exists(work.Join("none")), Is.False);
    }

    [Test]
    public void Weights_alone_need_no_run_but_a_folder()
    {
        var weights = work.Join("runs", "some", "weights", "generator.safetensors");
        work.Run("synthesize", "--config", "some.yaml", "--set", "name=other", "--weights", weights).Refused("There is no run");
        Assert.That(Directory.Exists(work.Join("runs", "other")), Is.False);
        work.Run("synthesize", "--config", "some.yaml", "--set", "name=other", "--weights", weights, "--out", "alone").Succeeded();
        Assert.That(File.ReadAllText(work.Join("alone", "card.md")), Does.Contain("Run: not given").And.Contain("Weights: generator.safetensors"));
    }

    [Test]
    public void A_run_on_another_split_is_refused_by_the_patient()
    {
        RunFiles.Copy(work.Join("runs", "some"), work.Join("other"));
        var split = work.Join("other", "split.csv");
        File.WriteAllText(split, File.ReadAllText(split).Replace(",validation", ",train", StringComparison.Ordinal));
        Synthesize("--run", "other").Refused("The run 'other' was made on another split", "belongs to its training part, and to validation here");
        Assert.That(Directory.Exists(work.Join("other", "synthetic")), Is.False);
    }

    [Test]
    public void A_set_does_not_go_on_with_another_generator()
    {
        Synthesize("--out", "two", "--set", "synthesis.per_mask=1").Succeeded();
        var weights = work.Join("runs", "some", "weights", "generator.safetensors");
        Synthesize("--out", "two", "--set", "synthesis.per_mask=1", "--weights", weights, "--resume").Refused("begun otherwise", "weights (SHA-256)");
    }

    [Test]
    public void The_layout_of_nnunet_has_labels_0_and_1()
    {
        Synthesize("--out", "nnunet", "--format", "nnunet", "--set", "synthesis.per_mask=1").Succeeded();
        using var description = JsonDocument.Parse(File.ReadAllText(work.Join("nnunet", "dataset.json")));
        var root = description.RootElement;
        var images = Directory.GetFiles(work.Join("nnunet", "imagesTr"));
        Assert.That(root.GetProperty("numTraining").GetInt32(), Is.EqualTo(images.Length));
        Assert.That(root.GetProperty("file_ending").GetString(), Is.EqualTo(".png"));
        Assert.That(root.GetProperty("labels").GetProperty("background").GetInt32(), Is.Zero);
        Assert.That(root.GetProperty("labels").GetProperty("tumour").GetInt32(), Is.EqualTo(1));
        Assert.That(root.GetProperty("channel_names").EnumerateObject().Select(channel => channel.Name), Is.EqualTo(new[] { "0" }));
        foreach (var image in images.Select(Path.GetFileName))
        {
            Assert.That(image, Does.EndWith("_0000.png"));
            var label = ImageFile.Read(work.Join("nnunet", "labelsTr", image!.Replace("_0000", "")));
            Assert.That(label.Values, Is.All.LessThanOrEqualTo(1));
            Assert.That(label.Values, Does.Contain((ushort)1));
        }
    }

    private AsyndganProcess.Result Synthesize(params string[] arguments) => work.Run(Arguments(arguments));

    private static string[] Arguments(params string[] arguments) => ["synthesize", "--config", "some.yaml", .. arguments];

    private Dataset Data() => Dataset.Load(ExperimentReader.Read(work.Join("some.yaml"), []), CPU);

    private string[][] Rows(string set) => [.. File.ReadAllLines(work.Join(set, "manifest.csv")).Skip(1).Select(line => line.Split(','))];

    private int Images(string set) => Directory.Exists(work.Join(set, "images")) ? Directory.GetFiles(work.Join(set, "images"), "*.png").Length : 0;
}
