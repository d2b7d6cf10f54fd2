using AsynDGAN.Core.Networks.WeightFiles;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Networks;

/// <summary>Random weights of a VGG-16 with few channels, under torchvision's names.</summary>
internal static class VggSample
{
    private static readonly (int Place, long Channels)[] layers =
        [(0, 4), (2, 4), (5, 6), (7, 6), (10, 8), (12, 8), (14, 8), (17, 10), (19, 10), (21, 10)];

    public static Dictionary<string, Tensor> Weights(ulong seed)
    {
        using var random = new Generator(seed);
        var (weights, inputs) = (new Dictionary<string, Tensor>(), 3L);
        foreach (var (place, channels) in layers)
        {
            weights[$"features.{place}.weight"] = randn([channels, inputs, 3, 3], generator: random) / Math.Sqrt(4.5 * inputs);
            weights[$"features.{place}.bias"] = randn([channels], generator: random) / 4;
            inputs = channels;
        }

        // What torchvision's file has behind relu4_3 is not looked at.
        weights["features.24.weight"] = zeros(1);
        weights["classifier.0.bias"] = zeros(1);
        return weights;
    }

    public static string Write(string path, IReadOnlyDictionary<string, Tensor> weights)
    {
        SafetensorsFile.Write(path, weights);
        return path;
    }
}
