using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Imaging;

namespace AsynDGAN.Core.Data.Sources;

/// <summary>
/// NIfTI volumes of one's own, listed in a manifest. A row is a case, named by its patient; where a patient has several, by the
/// image's first file too. The site is the institution.
/// </summary>
/// <param name="options">The configuration.</param>
/// <param name="manifest">What it lists.</param>
internal sealed class ManifestVolumes(DataOptions options, ManifestTable manifest) : IVolumeSource
{
    public string Place => manifest.Path;

    public IReadOnlyList<string> Notes => manifest.Notes;

    public (IReadOnlyList<VolumeFiles> Volumes, IReadOnlyList<LeftOut> Faults) List()
    {
        if (options.Patch.Size is not null)
        {
            throw new UserException(
                $"data.patch.size: {Place} lists volumes, whose slices are not cut into patches", "Leave data.patch.size out, and choose data.image_size and data.crop.");
        }

        var (volumes, faults) = (new List<VolumeFiles>(), new List<LeftOut>());
        var rows = manifest.Rows.ToLookup(row => row.Patient);
        foreach (var patient in manifest.Patients)
        {
            foreach (var row in rows[patient.Patient])
            {
                string[] paths = [.. ManifestTable.Wanted(row, options), row.Mask];
                var missing = paths.Select(ImageFile.Absent).OfType<string>().ToArray();
                faults.AddRange(missing.Select(fault => new LeftOut(row.Label, fault)));
                if (missing.Length == 0)
                {
                    var name = rows[patient.Patient].Count() == 1 ? patient.Name : $"{patient.Name}/{row.Name}";
                    volumes.Add(new VolumeFiles(patient with { Name = name }, paths));
                }
            }
        }

        return (volumes, faults);
    }

    public ImageCase Read(VolumeFiles volume) => new VolumeReader(options).Read(volume);
}
