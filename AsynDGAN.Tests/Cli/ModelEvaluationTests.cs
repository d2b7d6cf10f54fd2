using AsynDGAN.Core.Csv;

namespace AsynDGAN.Tests.Cli;

/// <summary><c>asyndgan eval-seg --model</c>, on a network that a comparison of eight small patients saved.</summary>
public class ModelEvaluationTests
{
    private const string Network = "runs/tiny/segmentation/networks/Real-All_split-7_seed-1.safetensors";

    private readonly WorkFolder work = new();

    [OneTimeSetUp]
    public void Compare()
    {
        for (var patient = 1; patient <= 8; patient++)
        {
            work.AddPatient("mri", $"TCGA_CS_000{patient}_19960909");
        }

        work.Run(
            "eval-seg", "--config", "tiny.yaml", "--train-on", "real-all", "--set", "data.source=lgg-mri", "--set", "data.root=mri",
            "--set", "segmentation={filters: 2, depth: 2, steps: 2, batch_size: 2, fedavg: {rounds: 1}}").Succeeded();
    }

    [OneTimeTearDown]
    public void Remove() => work.Dispose();

    [Test]
    public void It_scores_every_case_and_the_held_out_ones_as_the_comparison_did()
    {
        var result = Evaluate("--data", "mri", "--json", "scored.json");
        result.Succeeded();
        RecordFile.Read(work.Join("scored.json"), "eval-seg --model");
        var all = Scores("runs", "tiny", "evaluation", "Real-All_split-7_seed-1", "results.csv");
        var held = Scores("runs", "tiny", "segmentation", "results.csv");
        Assert.Multiple(() =>
        {
            Assert.That(all, Has.Count.EqualTo(16));
            Assert.That(held, Is.Not.Empty);
            Assert.That(held.Where(slice => all[slice.Key] != slice.Value), Is.Empty);
            Assert.That(result.Output, Does.Contain("8 patients, 16 slices").And.Contain("training patients are among them"));
            Assert.That(result.Error + result.Output, Does.Contain("its figures here are not those of held-out patients"));
        });
    }

    [Test]
    public void The_masks_that_it_predicts_have_the_pixels_that_were_scored()
    {
        work.Run("predict", "--model", Network, "--images", "mri", "--out", "masks", "--json", "end.json").Succeeded();
        var found = RecordFile.Read(work.Join("end.json"), "predict").GetProperty("predictions").EnumerateArray()
            .ToDictionary(image => Path.GetFileNameWithoutExtension(image.GetProperty("image").GetString()!), image => image.GetProperty("object_pixels").GetInt64());
        var held = CsvTable.Read(work.Join("runs", "tiny", "segmentation", "results.csv"), ["patient", "slice", "true_positives", "false_positives"]);
        Assert.That(found, Has.Count.EqualTo(16));
        Assert.That(held.Where(slice => found[slice.Fields["slice"].Replace('/', '_')] != slice.Int("true_positives") + slice.Int("false_positives")), Is.Empty);
        work.Run("predict", "--model", Network, "--images", "mri", "--out", "masks").Refused("There are predictions in", "--overwrite");
        work.Run("predict", "--model", Network, "--images", "nowhere", "--out", "none").Refused("--images nowhere does not exist");
    }

    [Test]
    public void Other_data_are_other_patients()
    {
        work.AddPatient("elsewhere", "TCGA_DU_0009_19960909");
        var result = Evaluate("--data", "elsewhere", "--out", "other");
        result.Succeeded();
        Assert.That(result.Output + result.Error, Does.Not.Contain("training patients").And.Contain("1 patients, 2 slices"));
    }

    [Test]
    public void Training_patients_are_known_among_others_and_under_another_name()
    {
        var training = CsvTable.Read(work.Join("runs", "tiny", "segmentation", "results.csv"), ["patient"]).Select(row => row.Fields["patient"]).ToHashSet();
        var patient = Directory.GetDirectories(work.Join("mri")).Select(Path.GetFileName).First(name => !training.Contains(name!));
        work.Write("some.csv", $"site,patient,image,mask\nA,renamed,mri/{patient}/{patient}_1.tif,mri/{patient}/{patient}_1_mask.tif\n");
        work.AddPatient("elsewhere", "TCGA_DU_0010_19960909");
        Assert.That(Evaluate("--data", "some.csv", "--out", "some", "--set", "data.channels=[green]").Output, Does.Contain("training patients are among them"));
    }

    [Test]
    public void A_manifest_is_read_as_one_and_other_channels_are_refused()
    {
        WorkFolder.Save(work.Join("gray.tif"), WorkFolder.Disc(1, 7, 100));
        WorkFolder.Save(work.Join("colour.tif"), WorkFolder.Disc(3, 7, 100));
        WorkFolder.Save(work.Join("mask.tif"), WorkFolder.Disc(1, 3, 255));
        work.Write("gray.csv", "site,patient,image,mask\nA,p,gray.tif,mask.tif\n");
        work.Write("colour.csv", "site,patient,image,mask\nA,p,colour.tif,mask.tif\n");
        Evaluate("--data", "gray.csv", "--out", "gray").Succeeded();
        Evaluate("--data", "colour.csv", "--out", "colour").Refused("takes images of 1 channel(s); those of colour.csv have 3", "data.channels");
        Evaluate("--data", "colour.csv", "--out", "colour", "--set", "data.channels=[green]").Succeeded();
    }

    [Test]
    public void An_evaluation_that_is_there_is_replaced_on_demand_only()
    {
        Evaluate("--data", "mri", "--out", "kept").Succeeded();
        var before = File.ReadAllBytes(work.Join("kept", "results.csv"));
        Evaluate("--data", "mri", "--out", "kept").Refused("There is an evaluation in", "--overwrite");
        Evaluate("--data", "mri", "--out", "kept", "--overwrite").Succeeded();
        Assert.That(File.ReadAllBytes(work.Join("kept", "results.csv")), Is.EqualTo(before));
        Evaluate("--data", "mri", "--out", "mri").Refused("holds other files than an evaluation's");
    }

    [Test]
    public void Masks_without_a_pixel_cannot_be_scored()
    {
        WorkFolder.Save(work.Join("head.tif"), WorkFolder.Disc(1, 7, 100));
        WorkFolder.Save(work.Join("nothing.tif"), WorkFolder.Disc(1, 3, 0));
        work.Write("nothing.csv", "site,patient,image,mask\nA,p,head.tif,nothing.tif\n");
        Evaluate("--data", "nothing.csv", "--out", "nothing").Refused("None of the 1 test slices has 1 mask pixels", "data.min_mask_pixels");
    }

    [Test]
    public void Files_that_are_no_such_network_are_refused()
    {
        work.Write("text.safetensors", "not a network");
        work.Train("--out", "trained").Succeeded();
        Run("text.safetensors").Refused("is not a sound safetensors file");
        Run("trained/weights/generator.safetensors").Refused("does not say which segmentation network it holds", "networks/");
        Run("none.safetensors").Refused("does not exist");
        Evaluate("--data", "nope.csv", "--out", "refused").Refused("--data: nope.csv does not exist", work.Join("nope.csv"));

        AsyndganProcess.Result Run(string model) => work.Run("eval-seg", "--model", model, "--data", "mri", "--out", "refused");
    }

    [TestCase("give --config FILE to train and compare, or --model FILE with --data")]
    [TestCase("give --config FILE to train and compare, or --model FILE with --data", "--model", Network, "--data", "mri", "--config", "tiny.yaml")]
    [TestCase("--model FILE and --data MANIFEST_OR_ROOT go together", "--model", Network)]
    [TestCase("--part is for a comparison", "--model", Network, "--data", "mri", "--part", "test")]
    public void Options_that_do_not_go_together_are_refused(string message, params string[] options) =>
        work.Run(["eval-seg", .. options]).Refused(message);

    private AsyndganProcess.Result Evaluate(params string[] more) => work.Run(["eval-seg", "--model", Network, .. more]);

    /// <summary>Each slice's scores; which row and run they are of is left out.</summary>
    private Dictionary<string, string> Scores(params string[] path) => CsvTable.Read(work.Join(path), ["row", "run", "slice"]).ToDictionary(
        row => row.Fields["slice"], row => string.Join(',', row.Fields.Where(field => field.Key is not ("row" or "run")).Select(field => field.Value)));
}
