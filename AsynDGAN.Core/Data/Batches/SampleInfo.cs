using AsynDGAN.Core.Data.Preparation;
using AsynDGAN.Core.Imaging;

namespace AsynDGAN.Core.Data.Batches;

/// <summary>What a site knows of one of its samples.</summary>
/// <param name="Id">Opaque number of the sample within its site, over all parts, by the site's key.</param>
/// <param name="PatientId">Opaque number of the patient within the site, by the site's key.</param>
/// <param name="Name">Case and slice; stays at the site.</param>
/// <param name="Patient">The patient's name; stays at the site.</param>
/// <param name="Institution">Where the case came from.</param>
/// <param name="MaskPixels">Tumour pixels on the networks' grid.</param>
/// <param name="Geometry">The way back to the slice's own grid.</param>
public sealed record SampleInfo(int Id, int PatientId, string Name, string Patient, string Institution, int MaskPixels, SliceGeometry Geometry)
{
    /// <summary>How far apart voxels lie, where the slice is one of a volume; null for pictures.</summary>
    public VoxelSpacing? Spacing { get; init; }

    /// <summary>Place of the patient's site among those of the distributed partition, whatever the mode.</summary>
    public int Site { get; init; }
}
