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

    /// <summary>What the masks of a source show, and what that lies upon: the words of messages, cards and sheets.</summary>
    public static SourceWords Words(this DataOptions data) => data.Source switch
    {
        DataSource.Phantom or DataSource.LggMri or DataSource.Brats => Brain,
        DataSource.Hdf5 => data.HasNuclei() ? Cells : Brain,
        DataSource.MultiOrgan or DataSource.Dsb2018 => Cells,
        DataSource.Manifest => new SourceWords("object", "objects", "foreground"),
        _ => throw new ArgumentOutOfRangeException(nameof(data), data.Source, "a source without masks"),
    };

    private static SourceWords Brain => new("tumour", "tumours", "head");

    private static SourceWords Cells => new("nuclei", "nuclei", "patch");
}
