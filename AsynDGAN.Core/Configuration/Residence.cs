namespace AsynDGAN.Core.Configuration;

/// <summary>Where the sites' images are kept.</summary>
public enum Residence
{
    Auto,
    Device,
    Host,
}
