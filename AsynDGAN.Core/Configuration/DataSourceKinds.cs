namespace AsynDGAN.Core.Configuration;

/// <summary>What sources have in common.</summary>
public static class DataSourceKinds
{
    /// <summary>
    /// Whether the images are large pictures of many nuclei, each told apart. An HDF5 file may hold brains or nuclei; the
    /// conditions that are asked for say which.
    /// </summary>
    public static bool HasNuclei(this DataOptions data) =>
        data.Source is DataSource.MultiOrgan or DataSource.Dsb2018 || (data.Source == DataSource.Hdf5 && data.Conditions.Contains(ConditionChannel.Nuclei));
}
