namespace AsynDGAN.Core.Configuration;

/// <summary>What becomes white.</summary>
public enum NormaliseTo
{
    Median,
    Percentile,
}
