using System.Text.Json;
using AsynDGAN.Core.Imaging;
using AsynDGAN.Core.Segmentation.Metrics;

namespace AsynDGAN.Tests.Segmentation.Metrics;

/// <summary>The reference numbers of Golden/metrics/instances.</summary>
public class InstanceQualityTests
{
    private const string Folder = "metrics/instances";

    private static IEnumerable<TestCaseData> Cases() => GoldenFolder.Json(Folder, "expected.json").GetProperty("cases").EnumerateArray()
        .Select(golden => new TestCaseData(golden).SetArgDisplayNames(golden.GetProperty("name").GetString()!));

    [Test]
    public void All_cases_are_there() => Assert.That(Cases().Count(), Is.EqualTo(21));

    [TestCaseSource(nameof(Cases))]
    public void Measures_equal_the_reference(JsonElement golden)
    {
        var (prediction, reference) = (Map(golden, "pred"), Map(golden, "gt"));
        var quality = InstanceQuality.Between(prediction, reference);
        var overlap = MaskOverlap.Between(Inside(prediction), Inside(reference));
        var got = new Dictionary<string, double?>
        {
            ["aji"] = quality.Aji,
            ["aji_plus"] = quality.AjiPlus,
            ["dq"] = quality.Detection,
            ["f1"] = quality.Detection,
            ["sq"] = quality.Segmentation,
            ["pq"] = quality.Panoptic,
            ["dice_foreground"] = overlap.Dice,
        };
        GoldenMeasures.AreEqual(got, golden.GetProperty("expected"));
    }

    [Test]
    public void Maps_of_different_sizes_are_refused() => Assert.That(
        () => InstanceQuality.Between(new InstanceMap(1, 2, [0, 1]), new InstanceMap(2, 1, [0, 1])), Throws.ArgumentException);

    private static BinaryVolume Inside(InstanceMap map) => new([map.Height, map.Width], map.Inside().Values);

    private static InstanceMap Map(JsonElement golden, string name)
    {
        // 16-bit labels are read as 32-bit ones.
        var labels = GoldenFolder.Tensors(Folder, "labels.safetensors").Tensors[$"{golden.GetProperty("id").GetString()}/{name}"];
        return new InstanceMap((int)labels.shape[0], (int)labels.shape[1], labels.data<int>().ToArray());
    }
}
