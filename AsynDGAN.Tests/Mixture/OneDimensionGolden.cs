using System.Text.Json;
using AsynDGAN.Core.Mixture;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Mixture;

/// <summary>The reference numbers of Golden/metrics/distributions/one_d.*</summary>
internal static class OneDimensionGolden
{
    private const string Folder = "metrics/distributions";

    public static JsonElement Json { get; } = GoldenFolder.Json(Folder, "one_d.json");

    public static string[] Sets => [.. Json.GetProperty("moments").EnumerateObject().Select(set => set.Name)];

    /// <summary>The values of a tensor as doubles.</summary>
    public static double[] Values(string name)
    {
        using var scope = NewDisposeScope();
        return GoldenFolder.Tensors(Folder, "one_d.safetensors").Tensors[name].to(float64).data<double>().ToArray();
    }

    /// <summary>The paper's mixture, its second numbers read as deviations (sd) or variances (var).</summary>
    public static GaussianMixture Mixture(string reading)
    {
        var components = Json.GetProperty("mixture").GetProperty(reading).GetProperty("components_mean_sd").EnumerateArray()
            .Select((c, j) => new NormalComponent($"component-{j + 1}", 1.0 / 3, [c[0].GetDouble()], c[1].GetDouble()));
        return new GaussianMixture([.. components]);
    }

    /// <summary>rtol 1e-9, atol 1e-12.</summary>
    public static double Tolerance(double expected) => 1e-12 + 1e-9 * Math.Abs(expected);
}
