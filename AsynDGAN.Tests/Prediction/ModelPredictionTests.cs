using AsynDGAN.Core;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Csv;
using AsynDGAN.Core.Data;
using AsynDGAN.Core.Data.Sources;
using AsynDGAN.Core.Imaging;
using AsynDGAN.Core.Platform;
using AsynDGAN.Core.Prediction;
using AsynDGAN.Core.Runs;
using AsynDGAN.Core.Segmentation;
using AsynDGAN.Tests.Data;
using AsynDGAN.Tests.Imaging;
using AsynDGAN.Tests.Runs;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Prediction;

/// <summary>Networks that learned a few steps from small data, and what they predict of the same files without masks.</summary>
public class ModelPredictionTests
{
    private const string Header = "site,patient,part,image,mask\n";

    // 14 along right-left, 12 along anterior-posterior, 5 along superior-inferior.
    private static readonly int[] sizes = [14, 12, 5];
    private static readonly float[] spacings = [1, 1.5f, 4];

    private readonly TemporaryFolder folder = new();
    private readonly RecordingDisplay display = new();

    private IReadOnlyList<SliceScore> ofVolumes = [], ofPictures = [];

    [OneTimeSetUp]
    public void Learn()
    {
        NativeRuntime.Prepare();
        var volumes = new List<string>();
        foreach (var (patient, order, signs) in new (string, int[], int[])[] { ("p1", [0, 1, 2], [1, 1, 1]), ("p2", [2, 0, 1], [-1, 1, -1]), ("p3", [1, 0, 2], [-1, -1, 1]), ("p4", [1, 2, 0], [1, -1, -1]) })
        {
            var extension = patient == "p3" ? ".nii" : ".nii.gz";
            foreach (var kind in new[] { "t1", "t2", "seg" })
            {
                File.WriteAllBytes(folder.In($"volumes/{patient}_{kind}{extension}"), Volume(patient, kind, order, signs, extension == ".nii.gz"));
            }

            volumes.Add($"north,{patient},{(patient is "p3" or "p4" ? "test" : "train")},{patient}_t1{extension}|{patient}_t2{extension},{patient}_seg{extension}\n");
        }

        var pictures = new List<string>();
        foreach (var patient in new[] { "q1", "q2", "q3", "q4" })
        {
            for (var slice = 0; slice < 3; slice++)
            {
                var (image, mask) = Picture(patient, slice);
                PngFile.Write(image, folder.In($"pictures/{patient}/{slice}.png"));
                PngFile.Write(mask, folder.In($"pictures/{patient}/{slice}_mask.png"));
                pictures.Add($"north,{patient},{(patient is "q3" or "q4" ? "test" : "train")},{patient}/{slice}.png,{patient}/{slice}_mask.png\n");
            }
        }

        var data = new DataOptions { Source = DataSource.Manifest, ImageSize = 16, MinMaskPixels = 1, Crop = CropMethod.Head };
        ofVolumes = Learn("volumes", data with { Root = folder.Write("volumes/m.csv", Header + string.Concat(volumes)), ChannelNames = ["t1", "t2"] });
        ofPictures = Learn("pictures", data with { Root = folder.Write("pictures/m.csv", Header + string.Concat(pictures)) });
    }

    [OneTimeTearDown]
    public void Remove() => folder.Dispose();

    [Test]
    public void Volumes_get_the_masks_that_were_scored_on_their_own_grids()
    {
        Predict("volumes", folder.Write("volumes/test.csv", "image\np3_t1.nii|p3_t2.nii\np4_t1.nii.gz|p4_t2.nii.gz\n"), "volume-masks");
        foreach (var (patient, extension) in new[] { ("p3", ".nii"), ("p4", ".nii.gz") })
        {
            var (mask, image) = (NiftiFile.Read(folder.Join($"volume-masks/masks/{patient}{extension}")), NiftiFile.Read(folder.Join($"volumes/{patient}_t1{extension}")));
            Assert.That((mask.Place, mask.Spacing, mask.FileAxes!.Letters), Is.EqualTo((image.Place, image.Spacing, image.FileAxes!.Letters)));
            var truth = NiftiFile.Read(folder.Join($"volumes/{patient}_seg{extension}"));
            var slices = ofVolumes.Where(score => score.Patient == patient).ToArray();
            Assert.That(slices, Has.Length.EqualTo(5));
            foreach (var (slice, score) in slices.Index())
            {
                Assert.That(Counts(mask.Slice(slice).ToArray().Select(value => value > 0), truth.Slice(slice).ToArray().Select(value => value > 0)), Is.EqualTo((score.TruePositives, score.FalsePositives, score.FalseNegatives)));
            }
        }

        var rows = CsvTable.Read(folder.Join("volume-masks/predictions.csv"), ["image", "mask", "slices", "object_pixels", "object_millilitres"]);
        Assert.That(rows.Select(row => row.Fields["image"]), Is.EqualTo(new[] { "p3_t1.nii", "p4_t1.nii.gz" }));
        var voxels = rows.Sum(row => double.Parse(row.Fields["object_pixels"]));
        Assert.That(rows.Sum(row => double.Parse(row.Fields["object_millilitres"])), Is.EqualTo(voxels * 6 / 1000).Within(1e-6));
        Assert.That(voxels, Is.GreaterThan(0).And.LessThan(2 * 14 * 12 * 5));
    }

    [Test]
    public void Pictures_get_the_masks_that_were_scored_by_a_table_and_by_a_folder_a_patient()
    {
        var table = string.Concat(new[] { "q3", "q4" }.SelectMany(patient => Enumerable.Range(0, 3).Select(slice => $"{patient},{patient}/{slice}.png\n")));
        Predict("pictures", folder.Write("pictures/test.csv", "patient,image\n" + table), "picture-masks");
        Predict("pictures", folder.Join("pictures"), "folder-masks");
        foreach (var score in ofPictures)
        {
            var name = score.Slice[(score.Patient.Length + 1)..^".png".Length].Replace('/', '_');
            var (mask, truth) = (ImageFile.Read(folder.Join($"picture-masks/masks/{name}.png")), Picture(score.Patient, name[^1] - '0').Mask);
            Assert.That(Counts(mask.Values.Select(value => value > 0), truth.Values.Select(value => value > 0)), Is.EqualTo((score.TruePositives, score.FalsePositives, score.FalseNegatives)), score.Slice);
            Assert.That(File.ReadAllBytes(folder.Join($"folder-masks/masks/{name}.png")), Is.EqualTo(File.ReadAllBytes(folder.Join($"picture-masks/masks/{name}.png"))));
        }

        Assert.That(ofPictures.Sum(score => score.TruePositives + score.FalsePositives), Is.GreaterThan(0));
        Assert.That(Directory.GetFiles(folder.Join("folder-masks", "masks")), Has.Length.EqualTo(12));
        Assert.That(ImageFile.Read(folder.Join("folder-masks/overlay.png")).Channels, Is.EqualTo(3));
    }

    [Test]
    public void A_single_file_is_enough_and_what_is_there_is_replaced_on_demand_only()
    {
        var file = folder.Join("pictures/q3/1.png");
        Predict("pictures", file, "single");
        Assert.That(() => Predict("pictures", file, "single"), Throws.TypeOf<UserException>().With.Message.Contains("There are predictions in"));
        Predict("pictures", folder.Join("pictures/q3/2.png"), "single", overwrite: true);
        Assert.That(Directory.GetFiles(folder.Join("single", "masks")).Select(Path.GetFileName), Is.EqualTo(new[] { "2.png" }));
        Assert.That(() => Predict("pictures", file, "pictures/q3"), Throws.TypeOf<UserException>().With.Message.Contains("holds other files than a set of predictions's"));
        Assert.That(display.Lines, Has.Some.EqualTo("pictures takes pictures in grey, of one channel; they are resized to 16x16 from the square around the head, normalised by all pictures of a patient (data.normalise.to: median)"));
    }

    [TestCase("")]
    [TestCase("image,patient,ma")]
    [TestCase("image,patient,mask\n1.png,q3,masks/1.p")]
    public void Predictions_whose_table_is_damaged_are_not_replaced(string table)
    {
        folder.Write("damaged/masks/1.png", "");
        folder.Write("damaged/predictions.csv", table);
        var refusal = Assert.Throws<UserException>(() => Predict("pictures", folder.Join("pictures/q3/2.png"), "damaged", overwrite: true));
        Assert.That(refusal.Message, Does.StartWith("predictions.csv of").And.EndsWith("is damaged, or cannot be read: it is not known which files of masks/ are predictions"));
        Assert.That(refusal.Hint, Does.Contain("remove that folder, or choose another with --out"));
        Assert.That(File.Exists(folder.Join("damaged", "masks", "1.png")));
        Directory.Delete(folder.Join("damaged"), recursive: true);
        Assert.That(() => Predict("pictures", folder.Join("pictures/q3/2.png"), "damaged", overwrite: true), Throws.Nothing);
        Directory.Delete(folder.Join("damaged"), recursive: true);
    }

    [Test]
    public void A_picture_of_somebodys_among_the_masks_is_not_replaced()
    {
        Predict("pictures", folder.Join("pictures/q3/1.png"), "shared");
        PngFile.Write(TestCases.Constant(4, 4, 0), folder.In("shared/masks/mine.png"));
        Assert.That(
            () => Predict("pictures", folder.Join("pictures/q3/2.png"), "shared", overwrite: true),
            Throws.TypeOf<UserException>().With.Message.EndsWith("holds 1 file that its predictions.csv does not list: masks/mine.png"));
        Assert.That(Directory.GetFiles(folder.Join("shared", "masks")).Select(Path.GetFileName), Is.EquivalentTo(new[] { "1.png", "mine.png" }));
        File.Delete(folder.Join("shared", "masks", "mine.png"));
        Assert.That(() => Predict("pictures", folder.Join("pictures/q3/2.png"), "shared", overwrite: true), Throws.Nothing);
    }

    [TestCase("pictures", "colour.png", "the picture is in colour, of 3 channels, and the network takes pictures in grey, of one channel")]
    [TestCase("pictures", "damaged.png", "damaged.png")]
    [TestCase("pictures", "volumes/p3_t1.nii", "p3_t1.nii is a NIfTI volume, and the network takes pictures")]
    [TestCase("volumes", "volumes/p3_t1.nii", "p3_t1.nii has 1 file, and the network takes volumes of the channels t1 and t2, a file each")]
    [TestCase("volumes", "pictures/q3/1.png", "1.png is no NIfTI volume (.nii or .nii.gz), and the network takes volumes")]
    [TestCase("volumes", "mixed.csv", "short.nii is of 6x5x2 voxels, p3_t1.nii of 14x12x5")]
    public void What_does_not_fit_is_refused_by_name_and_nothing_is_written(string network, string images, string part)
    {
        PngFile.Write(new PixelArray(4, 4, 3, 8, new ushort[48]), folder.In("colour.png"));
        File.WriteAllBytes(folder.Join("damaged.png"), File.ReadAllBytes(folder.Join("colour.png"))[..40]);
        File.WriteAllBytes(folder.Join("short.nii"), NiftiSample.Of(4, new short[60], [6, 5, 2]));
        folder.Write("mixed.csv", "image\nvolumes/p3_t1.nii|short.nii\n");
        Assert.That(() => Predict(network, folder.Join(images), "refused"), Throws.TypeOf<UserException>().With.Message.Contains(part));
        Assert.That(Directory.Exists(folder.Join("refused")), Is.False);
    }

    [Test]
    public void The_folder_of_the_images_is_no_place_for_their_masks() => Assert.That(
        () => Predict("pictures", folder.Join("pictures"), "pictures/../pictures/"), Throws.TypeOf<UserException>().With.Message.EndsWith("is the folder of the images."));

    [Test]
    public void The_way_around_a_damaged_picture_is_one_that_the_command_can_be_told()
    {
        PngFile.Write(TestCases.Constant(9, 31, 7), folder.In("one-damaged/sound.png"));
        File.WriteAllBytes(folder.Join("one-damaged", "broken.png"), File.ReadAllBytes(folder.Join("one-damaged", "sound.png"))[..40]);
        Assert.That(
            () => Predict("pictures", folder.Join("one-damaged"), "some"),
            Throws.TypeOf<UserException>().With.Property(nameof(UserException.Hint)).EqualTo("Mend or remove these files, or go on without them by --set data.on_error=skip."));
        new ModelPrediction(folder.Join("pictures.safetensors"), folder.Join("one-damaged"), ["device=cpu", "data.on_error=skip"], display).Execute(folder.Join("some"), overwrite: false);
        Assert.That(Directory.GetFiles(folder.Join("some", "masks")).Select(Path.GetFileName), Is.EqualTo(new[] { "sound.png" }));
    }

    [Test]
    public void A_prediction_that_is_stopped_or_killed_leaves_what_was_there_before()
    {
        var images = folder.Write("pictures/two.csv", "patient,image\nq3,q3/1.png\nq4,q4/2.png\n");
        Assert.That(() => Stopped("stopped", overwrite: false), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(Directory.Exists(folder.Join("stopped")), Is.False);
        Predict("pictures", folder.Join("pictures/q3/1.png"), "kept");
        var before = Files("kept");
        Assert.That(() => Stopped("kept", overwrite: true), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(Files("kept"), Is.EqualTo(before));

        PngFile.Write(TestCases.Constant(4, 4, 0), folder.In("killed/unfinished.writing/1.png"));
        Predict("pictures", folder.Join("pictures/q4/2.png"), "killed");
        Assert.That(Directory.GetDirectories(folder.Join("killed")).Concat(Directory.GetFiles(folder.Join("killed", "masks"))).Select(Path.GetFileName), Is.EqualTo(new[] { "masks", "2.png" }));

        void Stopped(string to, bool overwrite)
        {
            using var stop = new CancellationTokenSource();
            new ModelPrediction(folder.Join("pictures.safetensors"), images, ["device=cpu"], new StoppingDisplay("predicting pictures", stop)).Execute(folder.Join(to), overwrite, stop.Token);
        }

        (string, string)[] Files(string of) => [.. Directory.GetFiles(folder.Join(of), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(file => (file, Convert.ToHexString(File.ReadAllBytes(file))))];
    }

    [Test]
    public void Numbered_files_are_the_channels_in_their_order_which_is_said_and_of_BraTS_they_are_refused()
    {
        foreach (var (number, kind) in new[] { "t1", "t2" }.Index())
        {
            File.Copy(folder.Join($"volumes/p3_{kind}.nii"), folder.In($"numbered/p3_{number:0000}.nii"), overwrite: true);
        }

        Predict("volumes", folder.Join("numbered"), "numbered-masks");
        Predict("volumes", folder.Write("volumes/p3.csv", "image\np3_t1.nii|p3_t2.nii\n"), "named-masks");
        Assert.That(File.ReadAllBytes(folder.Join("numbered-masks/masks/p3.nii")), Is.EqualTo(File.ReadAllBytes(folder.Join("named-masks/masks/p3.nii"))));
        Assert.That(display.Lines, Has.Some.EqualTo("files of one image are taken in the order of their numbers: p3_0000.nii is t1, p3_0001.nii is t2"));

        var brats = ChannelSet.Of(new DataOptions { Source = DataSource.Brats, Channels = ["t1", "t2"] }, 2);
        Assert.That(
            () => UnlabelledImages.Find(folder.Join("numbered"), volumes: true, brats, new DataOptions().Encoding, folder.Join("nowhere")),
            Throws.TypeOf<UserException>().With.Message.Contains("nothing tells which of t1, t2 each is").And.Property(nameof(UserException.Hint)).Contains("in the order t1|t2"));
        Assert.That(UnlabelledImages.Find(folder.Write("numbered/all.csv", "image\np3_0000.nii|p3_0001.nii\n"), volumes: true, brats, new DataOptions().Encoding, folder.Join("nowhere")).All, Has.Count.EqualTo(1));
    }

    [Test]
    public void Keys_that_made_the_network_are_its_own_and_its_channels_in_another_order_are_warned_of()
    {
        var images = folder.Write("volumes/swapped.csv", "image\np3_t1.nii|p3_t2.nii\n");
        Assert.That(() => With("segmentation.filters=2", "segmentation.depth=3"), Throws.TypeOf<UserException>().With.Message.EqualTo("segmentation.filters is the network's own, 4; segmentation.depth is the network's own, 2"));
        Assert.That(Directory.Exists(folder.Join("swapped")), Is.False);
        With("data.channels=[t2,t1]");
        Assert.That(display.Lines, Has.Some.EqualTo("warning: the network was trained on images of [t1, t2], and takes [t2, t1] in their place, in this order (data.channels)."));

        void With(params string[] overrides) => new ModelPrediction(folder.Join("volumes.safetensors"), images, ["device=cpu", .. overrides], display).Execute(folder.Join("swapped"), overwrite: false);
    }

    [Test]
    public void Images_that_are_looked_at_are_not_kept()
    {
        var found = UnlabelledImages.Find(folder.Join("pictures"), volumes: false, ChannelSet.Of(new DataOptions { Source = DataSource.Manifest }, 1), new DataOptions().Encoding, folder.Join("nowhere"));
        var experiment = new Experiment { Data = new DataOptions { Source = DataSource.Manifest, ImageSize = 16 } };
        using var seen = Dataset.LookAtUnlabelled(experiment, found);
        using var read = Dataset.LoadUnlabelled(experiment, found, CPU);
        Assert.That((seen.Sites.Sum(site => site.Test.Count), read.Sites[0].Test.Count, seen.Fingerprint), Is.EqualTo((0, 12, read.Fingerprint)));
    }

    [Test]
    public void Pictures_of_nuclei_of_which_8_bits_keep_few_grey_levels_are_warned_of()
    {
        PngFile.Write(new PixelArray(20, 20, 3, 16, [.. Enumerable.Range(0, 1200).Select(i => (ushort)(i % 877))]), folder.In("dim/a.png"));
        PngFile.Write(new PixelArray(20, 20, 3, 16, [.. Enumerable.Range(0, 1200).Select(i => (ushort)(50 * i))]), folder.In("dim/b.png"));
        var experiment = new Experiment { Data = new DataOptions { Source = DataSource.Dsb2018, ImageSize = 16, Patch = new PatchOptions { Size = 16 }, Conditions = [ConditionChannel.Nuclei] } };
        var found = UnlabelledImages.Find(folder.Join("dim"), volumes: false, ChannelSet.Of(experiment.Data, 3), experiment.Data.Encoding, folder.Join("nowhere"));
        using var seen = Dataset.LookAtUnlabelled(experiment, found);
        Assert.That(seen.Summary.Notes.Where(note => note.StartsWith("warning: ", StringComparison.Ordinal)), Is.EqualTo(new[]
        {
            "warning: of 16 bits a small part is used, and 8 are kept: scale the pictures to all of their 16 bits, or to 8: a: values up to 876",
        }));
    }

    [Test]
    public void Pictures_may_be_of_any_sizes_and_nothing_may_be_in_them()
    {
        PngFile.Write(TestCases.Constant(9, 31, 0), folder.In("others/black.png"));
        PngFile.Write(TestCases.Picture(40, 20, (y, x) => 3 * y + x), folder.In("others/ramp.png"));
        var said = Predict("pictures", folder.Join("others"), "other-masks");
        Assert.That(said, Does.StartWith("2 pictures, "));
        Assert.That(new[] { "black", "ramp" }.Select(name => ImageFile.Read(folder.Join($"other-masks/masks/{name}.png"))).Select(mask => (mask.Height, mask.Width)), Is.EqualTo(new[] { (9, 31), (40, 20) }));
        Assert.That(display.Lines, Has.Some.StartsWith("each picture is prepared by itself"));
        PngFile.Write(TestCases.Constant(9, 31, 5), folder.In("wards/a/1.png"));
        PngFile.Write(TestCases.Constant(9, 31, 6), folder.In("wards/b/2.png"));
        Predict("pictures", folder.Join("wards"), "ward-masks");
        Assert.That(display.Lines, Has.Some.StartsWith("pictures of one patient are prepared together, as for training: 2 patients (a, b)"));
    }

    [Test]
    public void A_table_in_the_folder_that_tells_other_patients_is_warned_of()
    {
        PngFile.Write(TestCases.Picture(16, 16, (y, x) => 3 * y + x), folder.In("hospitals/NORTH/images/1.png"));
        PngFile.Write(TestCases.Picture(16, 16, (y, x) => 9 * y + x), folder.In("hospitals/NORTH/images/2.png"));
        PngFile.Write(TestCases.Picture(16, 16, (y, x) => y + 2 * x), folder.In("hospitals/SOUTH/images/1.png"));
        var table = folder.Write("hospitals/manifest.csv", "site,patient,image\nNORTH,n1,NORTH/images/1.png\nNORTH,n2,NORTH/images/2.png\nSOUTH,s1,SOUTH/images/1.png\n");
        Predict("pictures", folder.Join("hospitals"), "hospital-masks");
        Assert.That(display.Lines, Has.Some.StartsWith($"warning: {table} tells other patients of these pictures than their folders").And.Some.Contains($"--images {ShellWord.Of(table)} takes them"));
        display.Lines.Clear();
        Predict("pictures", table, "hospital-masks-by-table");
        Assert.That(display.Lines, Has.None.Contains("tells other patients"));
    }

    /// <summary>Asks to stop as soon as some work is under way.</summary>
    private sealed class StoppingDisplay(string work, CancellationTokenSource stop) : IRunDisplay
    {
        public void Say(string line)
        {
        }

        public void Warn(string line)
        {
        }

        public void Advance(string name, long done, long total)
        {
            if (name == work)
            {
                stop.Cancel();
            }
        }

        public void Show(TrainingStatus status)
        {
        }
    }

    private string Predict(string network, string images, string to, bool overwrite = false) =>
        new ModelPrediction(folder.Join(network + ".safetensors"), images, ["device=cpu"], display).Execute(folder.Join(to), overwrite).Text;

    /// <summary>Trains and saves a network, and scores the test patients.</summary>
    private IReadOnlyList<SliceScore> Learn(string name, DataOptions options)
    {
        var experiment = new Experiment
        {
            Name = name,
            Data = options,
            Discriminator = new DiscriminatorOptions { Layers = 1 },
            Training = new TrainingOptions { BatchSize = 1 },
            Segmentation = new SegmentationOptions { Filters = 4, Depth = 2, Steps = 25, BatchSize = 4, LearningRate = 0.02 },
        };
        using var data = Dataset.Load(experiment, CPU, everySlice: true);
        using var images = LabelledImages.Of(data.Sites[0].Training, SegmentationClasses.Merged, CPU);
        using var network = SegmentationTrainer.Train(experiment.Segmentation, images, 1, _ => { });
        new SegmentationModel(network, experiment, data.ImageChannels, data.Fingerprint) { TakesVolumes = data.HoldsVolumes }.Save(folder.Join(name + ".safetensors"));
        network.eval();
        return SegmentationEvaluator.Score(name, "run", network.call, data.Sites, DataPart.Test, 1, new RecordingDisplay());
    }

    private static (long, long, long) Counts(IEnumerable<bool> prediction, IEnumerable<bool> truth)
    {
        var pairs = prediction.Zip(truth).ToArray();
        return (pairs.Count(p => p is (true, true)), pairs.Count(p => p is (true, false)), pairs.Count(p => p is (false, true)));
    }

    private static (PixelArray Image, PixelArray Mask) Picture(string patient, int slice)
    {
        var (height, width, bright) = (20 + (patient[1] - '0'), 18, 90 + 10 * (patient[1] - '0') + 20 * slice);
        bool Object(int y, int x) => Math.Abs(y - 8 - slice) <= 2 && Math.Abs(x - 10) <= 2;
        bool Head(int y, int x) => double.Hypot(y - 10, x - 9) < 8;
        return (
            TestCases.Picture(height, width, (y, x) => !Head(y, x) ? 0 : Object(y, x) ? 2 * bright : bright + (3 * y + 5 * x) % 11),
            TestCases.Picture(height, width, (y, x) => Object(y, x) ? 255 : 0));
    }

    /// <summary>A head with an object, its axes stored in an order and with signs of its own.</summary>
    /// <param name="order">For the file's axes right-left (0), anterior-posterior (1) or superior-inferior (2).</param>
    private static byte[] Volume(string patient, string kind, int[] order, int[] signs, bool packed)
    {
        var shape = order.Select(axis => (short)sizes[axis]).ToArray();
        var voxels = new short[shape[0] * shape[1] * shape[2]];
        var number = patient[1] - '0';
        for (var at = 0; at < voxels.Length; at++)
        {
            int[] place = [at % shape[0], at / shape[0] % shape[1], at / shape[0] / shape[1]];
            var body = new int[3];
            for (var axis = 0; axis < 3; axis++)
            {
                body[order[axis]] = signs[axis] > 0 ? place[axis] : shape[axis] - 1 - place[axis];
            }

            var (x, y, z) = (body[0], body[1], body[2]);
            var inside = Math.Abs(x - 5 - number % 3) <= 2 && Math.Abs(y - 6) <= 2 && Math.Abs(z - 2) <= 1;
            var head = double.Hypot(x - 6.5, y - 5.5) < 5.5;
            voxels[at] = (short)(kind == "seg" ? (inside ? 1 : 0) : !head ? 0 : (kind == "t1" ? 200 : 300) + number + (7 * x + 3 * y + z) % 13 + (inside ? kind == "t1" ? 150 : 250 : 0));
        }

        var file = NiftiSample.Of(4, voxels, shape);
        NiftiSample.UseAxes(file, order, signs, spacings);
        return packed ? NiftiSample.Packed(file) : file;
    }
}
