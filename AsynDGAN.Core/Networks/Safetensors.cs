using static TorchSharp.torch;

namespace AsynDGAN.Core.Networks;

/// <summary>The content of a safetensors file.</summary>
/// <param name="Tensors">By name, on the CPU; they belong to the reader's dispose scope.</param>
/// <param name="Metadata">The file's __metadata__, empty where it has none.</param>
public sealed record Safetensors(IReadOnlyDictionary<string, Tensor> Tensors, IReadOnlyDictionary<string, string> Metadata);
