namespace AsynDGAN.Core.Configuration;

/// <summary>The numbers in which networks multiply.</summary>
public enum Precision
{
    Auto,
    Float32,
    Tf32,
    Bfloat16,
}
