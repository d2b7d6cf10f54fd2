using AsynDGAN.Core;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data;
using AsynDGAN.Core.Imaging;
using AsynDGAN.Core.Segmentation;
using AsynDGAN.Tests.Runs;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Segmentation;

/// <summary>Pictures of 20 rows and 16 columns, grey heads with white tumours, so that a brightness of one half is the truth.</summary>
public class SegmentationEvaluatorTests
{
    private readonly TemporaryFolder folder = new();

    [OneTimeSetUp]
    public void Draw()
    {
        var rows = new List<string> { "site,patient,image,mask" };
        foreach (var (patient, top, height) in new[] { ("p", 6, 5), ("q", 9, 2) })
        {
            bool Tumour(int i) => i / 16 >= top && i / 16 < top + height && i % 16 is >= 5 and < 9;
            bool Head(int i) => double.Hypot(i / 16 - 9.5, i % 16 - 7.5) < 7;
            Save(patient, i => Tumour(i) ? 255 : Head(i) ? 90 : 0);
            Save(patient + "-mask", i => Tumour(i) ? 255 : 0);
            rows.Add($"A,{patient},{patient}.png,{patient}-mask.png");
        }

        File.WriteAllLines(folder.Join("manifest.csv"), rows);
    }

    [OneTimeTearDown]
    public void Remove() => folder.Dispose();

    [TestCase(CropMethod.None, 20)]
    [TestCase(CropMethod.Head, 64)]
    public void A_right_prediction_is_brought_back_to_the_slices_own_grid(CropMethod crop, int size)
    {
        var scores = Score(crop, size, images => images - 0.5);
        Assert.That(scores.Select(s => (s.Patient, s.TruePositives, s.FalsePositives, s.FalseNegatives, s.TrueNegatives)), Is.EqualTo(new[]
        {
            ("p", 20L, 0L, 0L, 300L), ("q", 8L, 0L, 0L, 312L),
        }));
        Assert.That(scores.Select(s => s.Hd95Pooled), Is.All.EqualTo(0));
        Assert.That(scores.Select(s => s.Assd), Is.All.EqualTo(0));
    }

    [Test]
    public void Of_three_classes_the_objects_are_what_single_nuclei_would_be([Values(null, 16)] int? patch)
    {
        var score = Score(CropMethod.None, patch ?? 20, images =>
        {
            var inside = images - 0.5;
            return cat([-inside, inside, full_like(inside, -9)], 1);
        }, patch)[0];
        Assert.That((score.TruePositives, score.FalsePositives, score.FalseNegatives), Is.EqualTo((20L, 7 * 6 - 20L, 0L)), "of 5x4 pixels, and one more around them");
    }

    [Test]
    public void A_prediction_that_is_moved_by_three_columns_is_three_pixels_away()
    {
        var score = Score(CropMethod.None, 20, images => images.roll(3, 3) - 0.5)[0];
        Assert.That((score.TruePositives, score.FalsePositives, score.FalseNegatives), Is.EqualTo((5L, 15L, 15L)));
        Assert.That(score.Hd95Pooled, Is.EqualTo(3));
    }

    [Test]
    public void An_empty_prediction_has_no_distances()
    {
        var score = Score(CropMethod.None, 20, images => images - 2)[0];
        Assert.That((score.TruePositives, score.FalseNegatives), Is.EqualTo((0L, 20L)));
        Assert.That((score.Hd95Pooled, score.Hd95MaxDirected, score.Assd), Is.EqualTo(((double?)null, (double?)null, (double?)null)));
    }

    [Test]
    public void A_prediction_that_is_no_number_is_an_error_and_not_an_empty_one() =>
        Assert.That(() => Score(CropMethod.None, 20, images => images * float.NaN), Throws.TypeOf<UserException>().With.Message.EqualTo("The network of row (run) predicts values that are not finite."));

    [Test]
    public void Slices_with_enough_tumour_are_the_kept_ones() =>
        Assert.That(Score(CropMethod.None, 20, images => images).Select(s => s.Kept), Is.EqualTo(new[] { true, false }));

    [Test]
    public void A_part_without_patients_or_without_enough_tumour_is_refused()
    {
        using var data = Load(CropMethod.None, 20);
        Assert.That(() => SegmentationEvaluator.Check(data, DataPart.Test, 10), Throws.Nothing);
        Assert.That(() => SegmentationEvaluator.Check(data, DataPart.Test, 21), Throws.TypeOf<UserException>().With.Message.Contains("None of the 2 test slices has 21 mask pixels"));
        Assert.That(() => SegmentationEvaluator.Check(data, DataPart.Validation, 1), Throws.TypeOf<UserException>().With.Message.Contains("no validation patients"));
    }

    private IReadOnlyList<SliceScore> Score(CropMethod crop, int size, Func<Tensor, Tensor> predict, int? patch = null)
    {
        using var data = Load(crop, size, patch);
        return SegmentationEvaluator.Score("row", "run", predict, data.Sites, DataPart.Test, minMaskPixels: 10, new RecordingDisplay());
    }

    private Dataset Load(CropMethod crop, int size, int? patch = null) => Dataset.LoadForEvaluation(
        new Experiment
        {
            Name = "x",
            Data = new DataOptions
            {
                Source = DataSource.Manifest,
                Root = folder.Join("manifest.csv"),
                ImageSize = size,
                Crop = crop,
                Patch = new PatchOptions { Size = patch },
                Normalise = new NormaliseOptions { By = NormaliseBy.Range },
            },
        },
        CPU);

    private void Save(string name, Func<int, int> value) =>
        PngFile.Write(new PixelArray(20, 16, 1, 8, [.. Enumerable.Range(0, 320).Select(i => (ushort)value(i))]), folder.Join(name + ".png"));
}
