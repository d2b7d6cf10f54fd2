using System.Text.Json;
using AsynDGAN.Core.Networks.WeightFiles;

namespace AsynDGAN.Tests.Comparison.Statistics;

/// <summary>The reference numbers of Golden/metrics/distributions/tests.*</summary>
internal static class TestsGolden
{
    private const string Folder = "metrics/distributions";

    public static JsonElement Json => GoldenFolder.Json(Folder, "tests.json");

    public static Safetensors Tensors => GoldenFolder.Tensors(Folder, "tests.safetensors");

    /// <summary>rtol 1e-9, atol 1e-12.</summary>
    public static double Tolerance(double expected) => 1e-12 + 1e-9 * Math.Abs(expected);
}
