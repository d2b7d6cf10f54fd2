namespace AsynDGAN.Core.Configuration;

/// <summary>Where images come from.</summary>
public enum DataSource
{
    Phantom,
    LggMri,
    Manifest,
    Gaussian,
    Brats,
    Hdf5,
    MultiOrgan,
    Dsb2018,
}
