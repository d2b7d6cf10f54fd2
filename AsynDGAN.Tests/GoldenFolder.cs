using System.Text.Json;
using AsynDGAN.Core.Networks.WeightFiles;

namespace AsynDGAN.Tests;

/// <summary>The reference numbers beside the tests: pairs of .json and .safetensors files.</summary>
internal static class GoldenFolder
{
    public static string File(string folder, string name) => Path.Combine(AppContext.BaseDirectory, "Golden", folder, name);

    /// <summary>What stands before the suffix in the folder's file names, in order.</summary>
    public static IEnumerable<string> Cases(string folder, string suffix) =>
        Directory.EnumerateFiles(File(folder, ""), "*" + suffix)
            .Select(path => Path.GetFileName(path)[..^suffix.Length])
            .Order(StringComparer.Ordinal);

    public static JsonElement Json(string folder, string name) =>
        JsonDocument.Parse(System.IO.File.ReadAllBytes(File(folder, name))).RootElement;

    public static Safetensors Tensors(string folder, string name) => SafetensorsFile.Read(File(folder, name));
}
