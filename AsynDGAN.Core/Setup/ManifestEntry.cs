namespace AsynDGAN.Core.Setup;

/// <summary>A line of the manifest that is written.</summary>
/// <param name="Site">The hospital.</param>
/// <param name="Patient">Unique over all sites.</param>
/// <param name="Images">Paths from the folder of data, one a channel.</param>
/// <param name="Mask">Likewise.</param>
/// <param name="Part">train, validation or test; empty where the data give none.</param>
internal sealed record ManifestEntry(string Site, string Patient, IReadOnlyList<string> Images, string Mask, string Part)
{
    /// <summary>The line of the table that it is made of, from 1; null where folders tell it.</summary>
    public int? Line { get; init; }
}
