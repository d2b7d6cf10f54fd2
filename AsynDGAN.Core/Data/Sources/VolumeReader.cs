using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Imaging;

namespace AsynDGAN.Core.Data.Sources;

/// <summary>Reads volumes of NIfTI files, one a channel and, where there is one, one of labels: the same for every layout in which they lie.</summary>
/// <param name="options">The configuration.</param>
internal sealed class VolumeReader(DataOptions options)
{
    private const string Elsewhere = "warning: files that do not lie where their image does are paired with it voxel by voxel (data.on_geometry: warn)";

    /// <summary>Reads a volume; may be called by several threads.</summary>
    /// <returns>Its case with all slices, from the lowest to the highest, and its spacing.</returns>
    /// <exception cref="UserException">Its files are at fault, or do not lie in one place: all faults in one message.</exception>
    public ImageCase Read(VolumeFiles volume)
    {
        var faults = new List<string>();
        var areDistinct = volume.Paths.DistinctBy(Path.GetFileName).Count() == volume.Paths.Count;
        var read = volume.Paths.Select(path =>
        {
            try
            {
                return (Name: areDistinct ? Path.GetFileName(path) : $"{Path.GetFileName(Path.GetDirectoryName(path))}/{Path.GetFileName(path)}", Volume: NiftiFile.Read(path));
            }
            catch (UserException fault)
            {
                faults.Add(fault.InList);
                return default;
            }
        }).ToArray();
        var notes = faults.Count > 0 ? [] : Placed(volume.Paths, read, faults);
        return faults.Count > 0
            ? throw new UserException(string.Join("; ", faults))
            : volume.HasLabels ? VolumeSlices.Of(volume.Case with { Notes = notes }, read[..^1], read[^1], LabelClasses.Of(options))
            : VolumeSlices.Of(volume.Case with { Notes = notes }, read, null, LabelClasses.Of(options));
    }

    /// <summary>Looks whether all files lie where the first does; one that does not is a fault, or is read again on the first one's axes.</summary>
    private List<CaseNote> Placed(IReadOnlyList<string> paths, (string Name, Volume Volume)[] read, List<string> faults)
    {
        var (notes, (name, first)) = (new List<CaseNote>(), read[0]);
        for (var i = 1; i < read.Length; i++)
        {
            var alike = read[i].Volume.Shape == first.Shape;
            var difference = alike ? VolumePlace.Difference(read[i].Volume, first) : "it is of another shape";
            if (difference is not null && options.OnGeometry == OnGeometry.Warn)
            {
                read[i].Volume = NiftiFile.Read(paths[i], first.FileAxes);
                notes.Add(new CaseNote(Elsewhere, $"{read[i].Name} on {name}: {difference}"));
            }
            else if (difference is not null && alike)
            {
                faults.Add($"{read[i].Name} does not lie where {name} does: {difference} (data.on_geometry: warn pairs them voxel by voxel as they are stored)");
            }
        }

        return notes;
    }
}
