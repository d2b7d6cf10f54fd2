using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Imaging;

namespace AsynDGAN.Core.Data.Sources;

/// <summary>A volume or a set of pictures of one patient, with its masks.</summary>
/// <param name="Name">Unique among the cases of a source.</param>
/// <param name="Patient">The person; several cases may be of one.</param>
/// <param name="Attributes">What sites may be made of, such as <c>institution</c>.</param>
/// <param name="Slices">In order; all channels alike, sizes may differ.</param>
/// <param name="Part">The part that the source itself prescribes; null where it prescribes none.</param>
public sealed record ImageCase(
    string Name, string Patient, IReadOnlyDictionary<string, string> Attributes, IReadOnlyList<CaseSlice> Slices, DataPart? Part = null)
{
    /// <summary>The attribute within which patients are split; every source gives it.</summary>
    public const string InstitutionAttribute = "institution";

    /// <summary>The hospital or organ that the case came from.</summary>
    public string Institution => Attributes[InstitutionAttribute];

    /// <summary>How far apart voxels lie, where the slices are a whole volume; null for pictures.</summary>
    public VoxelSpacing? Spacing { get; init; }

    /// <summary>What is to be said of it.</summary>
    public IReadOnlyList<CaseNote> Notes { get; init; } = [];

    /// <summary>Digests of its images, as of <see cref="SharedImages"/>, where the slices are a whole volume.</summary>
    internal IReadOnlyList<string> Contents { get; init; } = [];

    /// <summary>A digest of its mask, as of <see cref="SharedImages"/>, where the slices are a whole volume; empty elsewhere.</summary>
    internal string MaskContents { get; init; } = "";

    /// <summary>Those of <c>data.mask_values</c> that its masks have; null where it is not looked at.</summary>
    internal IReadOnlyList<int>? MaskValues { get; init; }

    /// <summary>Whether the images' channels are red, green and blue.</summary>
    public bool IsColour { get; init; }

    /// <summary>The part of each picture that its mask fills; none for volumes.</summary>
    public IReadOnlyList<double> MaskFractions { get; init; } = [];

    /// <summary>Cubic millimetres of tumour; null for pictures.</summary>
    public double? TumourVolume { get; init; }
}
