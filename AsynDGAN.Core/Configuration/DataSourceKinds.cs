namespace AsynDGAN.Core.Configuration;

/// <summary>What sources have in common.</summary>
public static class DataSourceKinds
{
    /// <summary>What stands at a source.</summary>
    public static SourceAttribute Facts(this DataSource source) => EnumMember.Attribute<SourceAttribute>(source);

    /// <summary>
    /// Whether the images are large pictures of many nuclei, each told apart. An HDF5 file may hold brains or nuclei; the
    /// conditions that are asked for say which.
    /// </summary>
    public static bool HasNuclei(this DataOptions data) => data.Source.Facts().Shows switch
    {
        SourceSubject.Nuclei => true,
        SourceSubject.TumoursOrNuclei => data.Conditions.Contains(ConditionChannel.Nuclei),
        _ => false,
    };

    /// <summary>Whether the images are pictures that can be cut into patches: those of nuclei and a manifest's.</summary>
    public static bool HasPatches(this DataOptions data) => data.HasNuclei() || data.Source.Facts().Shows == SourceSubject.Objects;

    /// <summary>Whether features of whole images are taken inside the ground that each shows, head or foreground; where pictures are cut into patches, of the whole patch.</summary>
    public static bool HasFeaturesOfGround(this DataOptions data) => data.Patch.Size is null;

    /// <summary>Whether the masks of a manifest are read as classes, one a listed value; volumes are always, as those of BraTS.</summary>
    public static bool TellsClasses(this DataOptions data) => data.Source == DataSource.Manifest && data.Conditions.Contains(ConditionChannel.Classes);

    /// <summary>What the masks of a source show, and what that lies upon: the words of messages, cards and sheets.</summary>
    public static SourceWords Words(this DataOptions data) => data.Source.Facts().Shows switch
    {
        SourceSubject.Objects => new SourceWords("object", "objects", "foreground"),
        SourceSubject.None => throw new ArgumentOutOfRangeException(nameof(data), data.Source, "a source without masks"),
        _ when data.HasNuclei() => new SourceWords("nuclei", "nuclei", "patch"),
        _ when data is { Source: DataSource.Phantom, Phantom.Object: PhantomObject.Vessels } => new SourceWords("vessels", "vessels", "head"),
        _ => new SourceWords("tumour", "tumours", "head"),
    };
}
