namespace AsynDGAN.Core.Configuration;

/// <summary>Where the sites' images are kept.</summary>
public enum DataResidence
{
    Auto,
    Device,
    Host,
}
