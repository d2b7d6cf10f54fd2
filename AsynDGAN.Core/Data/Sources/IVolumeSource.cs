namespace AsynDGAN.Core.Data.Sources;

/// <summary>Where volumes come from. They are too large to be in memory together: they are listed first, then read one by one.</summary>
internal interface IVolumeSource
{
    /// <summary>What messages call the source.</summary>
    string Place { get; }

    /// <summary>What the user should know, a line each; nothing that is wrong for certain.</summary>
    IReadOnlyList<string> Notes => [];

    /// <summary>Lists the volumes, in name order, without opening more than it must.</summary>
    /// <returns>The volumes, and what is missing to others.</returns>
    /// <exception cref="UserException">There is nothing to read.</exception>
    (IReadOnlyList<VolumeFiles> Volumes, IReadOnlyList<LeftOut> Faults) List();

    /// <summary>Reads a volume; may be called by several threads.</summary>
    /// <returns>Its case with all slices, from the lowest to the highest, and its spacing.</returns>
    /// <exception cref="UserException">Its files are at fault: all faults in one message.</exception>
    ImageCase Read(VolumeFiles volume);
}
