using static TorchSharp.torch;

namespace AsynDGAN.Core.Networks.WeightFiles;

/// <summary>An element type of safetensors files.</summary>
/// <param name="Name">As it stands in the header.</param>
/// <param name="Bytes">Of one element.</param>
/// <param name="Torch">What it is read as.</param>
internal sealed record SafetensorsType(string Name, int Bytes, ScalarType Torch)
{
    /// <summary>U16, which torch lacks: its bytes are read as I16, and widened to I32.</summary>
    public static readonly SafetensorsType U16 = new("U16", 2, ScalarType.Int16);

    private static readonly SafetensorsType[] All =
    [
        new("F64", 8, ScalarType.Float64),
        new("F32", 4, ScalarType.Float32),
        new("F16", 2, ScalarType.Float16),
        new("BF16", 2, ScalarType.BFloat16),
        new("I64", 8, ScalarType.Int64),
        new("I32", 4, ScalarType.Int32),
        new("I16", 2, ScalarType.Int16),
        new("I8", 1, ScalarType.Int8),
        new("U8", 1, ScalarType.Byte),
        new("BOOL", 1, ScalarType.Bool),
        U16,
    ];

    /// <summary>The type of that name, or null.</summary>
    public static SafetensorsType? Find(string name) => Array.Find(All, t => t.Name == name);

    /// <summary>The type that a tensor is written as.</summary>
    /// <exception cref="ArgumentException">Safetensors has no such type.</exception>
    public static SafetensorsType Of(ScalarType type) => Array.Find(All, t => t.Torch == type)
        ?? throw new ArgumentException($"{type} cannot be written to a safetensors file");
}
