using System.Text.Json;
using AsynDGAN.Core.Fidelity;
using MathNet.Numerics.LinearAlgebra;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Fidelity;

/// <summary>The reference numbers of Golden/metrics/distributions/frechet.* and kid.*</summary>
internal static class DistributionsGolden
{
    private const string Folder = "metrics/distributions";

    public static JsonElement Json(string file) => GoldenFolder.Json(Folder, file + ".json");

    public static JsonElement Case(string file, string name) =>
        Json(file).GetProperty("cases").EnumerateArray().Single(found => found.GetProperty("name").GetString() == name);

    public static string[] Names(string file) =>
        [.. Json(file).GetProperty("cases").EnumerateArray().Select(found => found.GetProperty("name").GetString()!)];

    public static Matrix<double> Values(string file, string name)
    {
        using var scope = NewDisposeScope();
        var tensor = GoldenFolder.Tensors(Folder, file + ".safetensors").Tensors[name].to(float64);
        var columns = (int)tensor.shape[^1];
        return Matrix<double>.Build.DenseOfRows(tensor.contiguous().data<double>().ToArray().Chunk(columns));
    }

    /// <summary>The rows of a tensor, each of a patient of its own.</summary>
    public static FeatureSet Set(string file, string name)
    {
        var rows = Values(file, name).EnumerateRows().Select(row => row.ToArray()).ToList();
        return new FeatureSet(rows, [.. rows.Select((_, i) => $"p{i}")]);
    }
}
