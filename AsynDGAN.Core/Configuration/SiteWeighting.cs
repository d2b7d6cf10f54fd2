namespace AsynDGAN.Core.Configuration;

/// <summary>The weights pi_j of the sites.</summary>
public enum SiteWeighting
{
    Proportional,
    Uniform,
}
