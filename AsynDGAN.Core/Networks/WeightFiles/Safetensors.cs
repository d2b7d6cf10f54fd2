using static TorchSharp.torch;

namespace AsynDGAN.Core.Networks.WeightFiles;

/// <summary>The content of a safetensors file.</summary>
/// <param name="Tensors">By name, on the CPU; they belong to the reader's dispose scope.</param>
/// <param name="Metadata">The file's __metadata__ but for the checksum, empty where it has none.</param>
public sealed record Safetensors(IReadOnlyDictionary<string, Tensor> Tensors, IReadOnlyDictionary<string, string> Metadata)
{
    /// <summary>The SHA-256 that the file carries of itself, in hexadecimal digits; null where it was written by another program.</summary>
    public string? Checksum { get; init; }
}
