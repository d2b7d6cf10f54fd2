namespace AsynDGAN.Core.Configuration;

/// <summary>What sources have in common.</summary>
public static class DataSourceKinds
{
    /// <summary>Whether a source's images are large pictures of many nuclei, each outlined for itself.</summary>
    public static bool HasNuclei(this DataSource source) => source is DataSource.MultiOrgan or DataSource.Dsb2018;
}
