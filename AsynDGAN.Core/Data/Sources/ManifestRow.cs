namespace AsynDGAN.Core.Data.Sources;

/// <summary>A picture or volume of a manifest.</summary>
/// <param name="Line">Of the CSV.</param>
/// <param name="Patient">Whose.</param>
/// <param name="Name">The image's first file, as the CSV has it.</param>
/// <param name="Images">The paths of its files, one a channel where there are several.</param>
/// <param name="Mask">Likewise.</param>
internal sealed record ManifestRow(int Line, string Patient, string Name, IReadOnlyList<string> Images, string Mask)
{
    /// <summary>What messages and the fingerprint call it.</summary>
    public string Label => $"line {Line}, {Name}";
}
