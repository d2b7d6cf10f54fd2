using System.Text.Json;
using AsynDGAN.Core.Segmentation.Metrics;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Segmentation.Metrics;

/// <summary>The reference numbers of Golden/metrics/binary: pictures and volumes.</summary>
public class BinaryGoldenTests
{
    private const string Folder = "metrics/binary";

    private static IEnumerable<TestCaseData> Cases() => GoldenFolder.Json(Folder, "expected.json").GetProperty("cases").EnumerateArray()
        .Select(golden => new TestCaseData(golden).SetArgDisplayNames(golden.GetProperty("name").GetString()!));

    [Test]
    public void All_cases_are_there() => Assert.That(Cases().Count(), Is.EqualTo(35));

    [TestCaseSource(nameof(Cases))]
    public void Counts_and_measures_equal_the_reference(JsonElement golden)
    {
        using var scope = NewDisposeScope();
        var (prediction, reference) = (Mask(golden, "pred"), Mask(golden, "ref"));
        double[] spacing = [.. golden.GetProperty("spacing").EnumerateArray().Select(step => step.GetDouble())];
        var overlap = MaskOverlap.Between(prediction, reference);
        var distances = SurfaceDistances.Between(prediction, reference, spacing);
        var got = new Dictionary<string, double?>
        {
            ["tp"] = overlap.TruePositives,
            ["fp"] = overlap.FalsePositives,
            ["fn"] = overlap.FalseNegatives,
            ["tn"] = overlap.TrueNegatives,
            ["dice"] = overlap.Dice,
            ["iou"] = overlap.IoU,
            ["sensitivity"] = overlap.Sensitivity,
            ["specificity"] = overlap.Specificity,
            ["precision"] = overlap.Precision,
            ["surface_points_pred"] = MaskSurface.Of(prediction).Count,
            ["surface_points_ref"] = MaskSurface.Of(reference).Count,
            ["hd"] = distances.HausdorffDistance,
            ["hd95_pooled"] = distances.Hausdorff95Pooled,
            ["hd95_max_directed"] = distances.Hausdorff95MaxDirected,
            ["assd"] = distances.AverageSymmetricSurfaceDistance,
        };
        GoldenMeasures.AreEqual(got, golden.GetProperty("expected"));
    }

    private static BinaryVolume Mask(JsonElement golden, string name)
    {
        var mask = GoldenFolder.Tensors(Folder, "masks.safetensors").Tensors[$"{golden.GetProperty("id").GetString()}/{name}"];
        return new BinaryVolume([.. mask.shape.Select(length => (int)length)], [.. mask.data<byte>().Select(value => value == 1)]);
    }
}
