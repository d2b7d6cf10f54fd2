using System.Globalization;
using AsynDGAN.Core.Imaging;

namespace AsynDGAN.Core.Data.Sources;

/// <summary>Cuts volumes of magnetic resonance and their label map into slices.</summary>
internal static class VolumeSlices
{
    private const string Background = "values are counted from the background's level";

    // A slice with a side that is shorter is no picture where planes across it are so much longer.
    private const int ShortSide = 8, MuchLonger = 4;

    /// <summary>A case with its slices from the first on, its spacing, and what is to be said of its values.</summary>
    /// <param name="case">Without slices.</param>
    /// <param name="channels">Of one shape, with what messages call them.</param>
    /// <param name="labels">The label map, of the same shape; null where there is none, and nothing is inside.</param>
    /// <param name="classes">What its labels are.</param>
    /// <exception cref="UserException">
    /// Slices are too large for one picture; or shapes differ, slices are no pictures, or values are no image's or no labels: all of these
    /// faults in one message.
    /// </exception>
    public static ImageCase Of(ImageCase @case, IReadOnlyList<(string Name, Volume Volume)> channels, (string Name, Volume Volume)? labels, LabelClasses classes)
    {
        var (gridName, grid) = labels ?? channels[0];
        ImageLimits.CheckJoined(gridName, grid.Rows, grid.Columns, channels.Count);
        var faults = channels.Where(channel => channel.Volume.Shape != grid.Shape)
            .Select(channel => $"{channel.Name} is of {Text(channel.Volume)} voxels, {gridName} of {Text(grid)}")
            .ToList();
        faults.AddRange(NoPictures(grid) is { } planes ? [$"{gridName} {planes}"] : []);
        var (stored, notes) = (new List<ushort[]>(), new List<CaseNote>());
        foreach (var (name, volume) in channels)
        {
            Try(name, () =>
            {
                var (values, level) = VolumeValues.Of(volume);
                stored.Add(values);
                notes.AddRange(level is null ? [] : [new CaseNote(Background, $"{name} from {level}")]);
            });
        }

        var (masks, values) = (new List<PixelArray>(), (IReadOnlyList<int>?)null);
        Try(gridName, () =>
        {
            (var slices, values, var unlisted) = labels is null ? ([.. Enumerable.Range(0, grid.Slices).Select(_ => Nothing(grid))], null, null) : classes.Of(grid);
            masks.AddRange(slices);
            notes.AddRange(unlisted is null ? [] : [new CaseNote(CaseNote.Unlisted, $"{gridName} has {unlisted}")]);
        });
        if (faults.Count > 0)
        {
            throw new UserException(string.Join("; ", faults));
        }

        CaseSlice[] cut = [.. masks.Select((mask, slice) =>
        {
            var image = Joined(stored, mask, slice);
            return new CaseSlice((slice + 1).ToString("D3", CultureInfo.InvariantCulture), image, mask) { Decoded = labels is null ? [] : DecodedImage.Digests(image) };
        })];
        return @case with
        {
            Slices = cut,
            MaskFractions = labels is null ? [] : [.. cut.Select(slice => slice.MaskFraction)],
            Spacing = grid.Spacing,
            Contents = labels is null ? [] : [.. stored.Select(values => SharedImages.Digest(Text(grid) + " ", values))],
            MaskValues = values,
            MaskContents = labels is null ? "" : SharedImages.DigestOfMask(masks),
            Notes = [.. @case.Notes, .. notes],
        };

        void Try(string name, Action work)
        {
            try
            {
                work();
            }
            catch (UserException fault)
            {
                faults.Add($"{name}: {fault.Message}");
            }
        }
    }

    /// <summary>Says that axial slices are no pictures, as where a volume is a few planes that were taken in another direction; null where they are.</summary>
    private static string? NoPictures(Volume grid)
    {
        var (coronal, sagittal) = (Math.Min(grid.Slices, grid.Columns), Math.Min(grid.Slices, grid.Rows));
        var (name, rows, columns) = coronal > sagittal ? ("coronal", grid.Slices, grid.Columns) : ("sagittal", grid.Slices, grid.Rows);
        var shorter = Math.Min(grid.Rows, grid.Columns);
        return shorter >= ShortSide || Math.Max(coronal, sagittal) < MuchLonger * shorter ? null
            : $"is of {Text(grid)} voxels (right-left, front-back, down-up): axial slices are read, which are of {grid.Columns}x{grid.Rows} here and no pictures; {name} ones are of {columns}x{rows}: save these as pictures (PNG), or resample the volume to voxels of one size";
    }

    private static PixelArray Joined(List<ushort[]> channels, PixelArray mask, int slice)
    {
        var area = mask.Values.Length;
        var values = new ushort[area * channels.Count];
        for (var channel = 0; channel < channels.Count; channel++)
        {
            for (var i = 0; i < area; i++)
            {
                values[i * channels.Count + channel] = channels[channel][slice * area + i];
            }
        }

        return new PixelArray(mask.Height, mask.Width, channels.Count, 16, values);
    }

    private static PixelArray Nothing(Volume grid) => new(grid.Rows, grid.Columns, 1, 8, new ushort[grid.Rows * grid.Columns]);

    private static string Text(Volume volume) => $"{volume.Columns}x{volume.Rows}x{volume.Slices}";
}
