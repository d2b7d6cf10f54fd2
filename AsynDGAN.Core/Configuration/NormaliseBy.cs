namespace AsynDGAN.Core.Configuration;

/// <summary>What the statistics of a normalisation are taken over.</summary>
public enum NormaliseBy
{
    Volume,
    Slice,
    Range,
}
