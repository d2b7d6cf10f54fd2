namespace AsynDGAN.Core.Configuration;

/// <summary>The normalisation layer.</summary>
public enum Norm
{
    Instance,
    Batch,
    None,
}
