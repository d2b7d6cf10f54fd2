namespace AsynDGAN.Core.Configuration;

/// <summary>How a generator doubles height and width.</summary>
public enum Upsampling
{
    Transposed,
    Resize,
}
