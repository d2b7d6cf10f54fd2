namespace AsynDGAN.Core.Networks.WeightFiles;

/// <summary>A tensor of a safetensors header; its data are the bytes from Begin to before End, counted after the header.</summary>
internal sealed record SafetensorsEntry(string Name, SafetensorsType Type, long[] Shape, long Begin, long End);
