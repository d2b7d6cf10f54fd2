using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Imaging;

namespace AsynDGAN.Core.Data.Sources;

/// <summary>
/// Brain volumes prepared for the reference implementation (<see cref="BrainHdf5File"/>). The file's groups train and test are the
/// parts; rows and columns are as it stores them.
/// </summary>
internal sealed class BrainHdf5Source(DataOptions options) : IVolumeSource
{
    private IReadOnlyList<string> notes = [];

    private static readonly (string Group, DataPart Part)[] parts = [("train", DataPart.Training), ("test", DataPart.Test)];

    public string Place { get; } = SourceRoot.Of(options, "the HDF5 file");

    public IReadOnlyList<string> Notes => notes;

    private string[] Arrays => [.. BrainChannels.Wanted(options), BrainChannels.Labels];

    public (IReadOnlyList<VolumeFiles> Volumes, IReadOnlyList<LeftOut> Faults) List()
    {
        var (volumes, faults) = (new List<VolumeFiles>(), new List<LeftOut>());
        var wanted = Arrays;
        foreach (var (group, part) in parts)
        {
            foreach (var (key, id, arrays) in BrainHdf5File.List(Place, group))
            {
                var (entry, name) = ($"{group}/{key}", id ?? $"{group}-{key}");
                var missing = wanted.Except(arrays).ToArray();
                faults.AddRange(missing.Select(array => new LeftOut($"{entry}/{array}", "the array is missing")));
                if (missing.Length == 0)
                {
                    var attributes = new Dictionary<string, string> { [ImageCase.InstitutionAttribute] = BrainChannels.Institution(name) };
                    volumes.Add(new VolumeFiles(new ImageCase(name, name, attributes, [], part), [Place], entry));
                }
            }
        }

        foreach (var twice in volumes.GroupBy(volume => volume.Case.Name).Where(name => name.Count() > 1).ToArray())
        {
            faults.AddRange(twice.Skip(1).Select(volume => new LeftOut(volume.Entry, $"the name {twice.Key} is another volume's already")));
            volumes.RemoveAll(volume => twice.Skip(1).Contains(volume));
        }

        var persons = CaseTimes.Patients([.. volumes.Select(volume => volume.Case.Name)], BrainChannels.Person);
        notes = [.. persons.Notes, .. SourceNotes.OfOtherParts(BrainHdf5File.OtherParts(Place, parts.Select(part => part.Group)))];
        volumes = [.. volumes.Select(volume => volume with { Case = volume.Case with { Patient = persons.Of[volume.Case.Name] } })];
        var elsewhere = CaseTimes.Elsewhere(volumes.Select(volume => volume.Case), "volume");
        var inBoth = volumes.Where(volume => elsewhere.ContainsKey(volume.Case.Name)).ToArray();
        faults.AddRange(inBoth.Select(volume => new LeftOut(volume.Entry, elsewhere[volume.Case.Name])));
        return volumes.Count + faults.Count > 0
            ? ([.. volumes.Except(inBoth).OrderBy(volume => volume.Case.Name, StringComparer.Ordinal)], faults)
            : throw new UserException($"no cases found: {Place} has no groups train/NUMBER or test/NUMBER", "Name the file that was prepared for the brain data.");
    }

    public ImageCase Read(VolumeFiles volume)
    {
        var read = Arrays.Select(array => $"{volume.Entry}/{array}").Select(array => (array, BrainHdf5File.Read(Place, array))).ToArray();
        return VolumeSlices.Of(volume.Case, read[..^1], read[^1], LabelClasses.Of(options));
    }
}
