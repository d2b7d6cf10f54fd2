namespace AsynDGAN.Core.Configuration;

/// <summary>The numbers in which conditions, fakes and gradients cross.</summary>
public enum ElementType
{
    Float32,
    Float16,
    Bfloat16,
}
