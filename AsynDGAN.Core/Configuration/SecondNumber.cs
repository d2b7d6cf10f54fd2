namespace AsynDGAN.Core.Configuration;

/// <summary>What the second number of a Gaussian component is.</summary>
public enum SecondNumber
{
    Deviation,
    Variance,
}
