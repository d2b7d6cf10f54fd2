using System.Runtime.InteropServices;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Imaging;
using AsynDGAN.Core.Runs;

namespace AsynDGAN.Core.Data.Sources;

/// <summary>
/// Pictures of nuclei prepared for the reference implementation (<see cref="NucleiHdf5File"/>). The file's groups train and test,
/// where it has them, are the parts. It names no organs; <c>data.cases</c> does so, and then gives the parts too.
/// </summary>
/// <param name="options">The configuration.</param>
/// <param name="needsSites">Whether the pictures' institutions are asked for.</param>
internal sealed class NucleiHdf5Source(DataOptions options, bool needsSites) : ICaseSource
{
    private const string NoOrgan = BrainChannels.NoInstitution;

    private static readonly (string Group, DataPart? Part)[] groups = [("", null), ("train", DataPart.Training), ("test", DataPart.Test)];

    public CaseListing List()
    {
        var place = SourceRoot.Of(options, "the HDF5 file");
        var listed = groups.SelectMany(group => NucleiHdf5File.List(place, group.Group).Select(key => (Key: key, group.Group, group.Part))).ToArray();
        if (listed.Length == 0)
        {
            throw new UserException($"no pictures found: {place} has no arrays images/KEY or train/images/KEY", "Name the file that was prepared for the nuclei.");
        }

        var table = options.Cases is { } cases ? CaseTable.Read(cases, options.Encoding)
            : needsSites ? throw new UserException($"{place} does not tell whose its pictures are", "Name a table by data.cases (case,organ,part), or cut sites at random: sites: { by: random, count: 4 }.")
            : null;
        var (faults, unused, files) = (new List<LeftOut>(), new List<LeftOut>(), new List<InstanceFiles>());
        foreach (var (key, group, own) in listed.OrderBy(picture => picture.Key, StringComparer.Ordinal))
        {
            if ((table is null ? (NoOrgan, own) : table.Find(key, unused)) is not var (organ, part))
            {
                continue;
            }

            if (files.Exists(other => other.Name == key))
            {
                faults.Add(new LeftOut(key, "there are two pictures of this name"));
            }
            else
            {
                files.Add(new InstanceFiles(key, organ, part, place, [group]) { IsEntry = true });
            }
        }

        foreach (var (key, array) in groups.SelectMany(group => NucleiHdf5File.WithoutPicture(place, group.Group)))
        {
            if (table is null || table.Find(key, unused) is not null)
            {
                faults.Add(new LeftOut(array, "its picture is missing"));
            }
        }

        return files.Count + faults.Count > 0
            ? new InstanceReader(options, place, Picture).List(files, faults, unused,
            [
                .. SourceNotes.OfMissing("data.cases", table?.Wanted.Except(listed.Select(picture => picture.Key)) ?? []),
                .. SourceNotes.OfOtherParts(NucleiHdf5File.OtherParts(place, groups.Select(group => group.Group))),
            ])
            : throw new UserException($"none of the {listed.Length} pictures of {place} is used by {options.Cases}", "Add them to the table: case, organ, part.");
    }

    private static (PixelArray Image, PictureNuclei Nuclei, string Digest) Picture(InstanceFiles files, FileDigests _)
    {
        var (image, instances) = NucleiHdf5File.Read(files.Image, files.Outlines[0], files.Name);
        return (image, new PictureNuclei(instances, Unseen: 0), $"{image.Height}x{image.Width} {Hash(image.Values)} {Hash(instances.Labels)}");
    }

    private static string Hash<T>(T[] values) where T : unmanaged => Digest.OfBytes(MemoryMarshal.AsBytes(values.AsSpan()));
}
