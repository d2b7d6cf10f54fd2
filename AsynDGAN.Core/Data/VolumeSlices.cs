using System.Globalization;
using AsynDGAN.Core.Imaging;

namespace AsynDGAN.Core.Data;

/// <summary>Cuts volumes of magnetic resonance and their label map into slices.</summary>
internal static class VolumeSlices
{
    /// <summary>
    /// The slices from the first on. Values are kept as 16-bit integers: as they are where they fit, else by one factor for the
    /// volume; the few negative ones that interpolation leaves at the rim of a head become 0, the background.
    /// </summary>
    /// <param name="channels">Of one shape, with what messages call them.</param>
    /// <param name="labels">The label map, of the same shape.</param>
    /// <exception cref="UserException">Shapes differ, or values are no image's or no labels: all faults in one message.</exception>
    public static IReadOnlyList<CaseSlice> Of(IReadOnlyList<(string Name, Volume Volume)> channels, (string Name, Volume Volume) labels)
    {
        var faults = channels.Where(channel => channel.Volume.Shape != labels.Volume.Shape)
            .Select(channel => $"{channel.Name} is of {Text(channel.Volume)} voxels, {labels.Name} of {Text(labels.Volume)}")
            .ToList();
        var stored = new List<ushort[]>();
        foreach (var (name, volume) in channels)
        {
            Try(name, () => stored.Add(Stored(volume.Values)));
        }

        var masks = new List<PixelArray>();
        Try(labels.Name, () => masks.AddRange(Enumerable.Range(0, labels.Volume.Slices).Select(slice => TumourClasses.Of(labels.Volume, slice))));
        if (faults.Count > 0)
        {
            throw new UserException(string.Join("; ", faults));
        }

        return [.. masks.Select((mask, slice) => new CaseSlice((slice + 1).ToString("D3", CultureInfo.InvariantCulture), Joined(stored, mask, slice), mask))];

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

    private static ushort[] Stored(double[] values)
    {
        var (low, high, whole) = (0.0, 0.0, true);
        foreach (var value in values)
        {
            if (!double.IsFinite(value))
            {
                throw new UserException("a voxel is not a finite number");
            }

            (low, high, whole) = (Math.Min(low, value), Math.Max(high, value), whole && value % 1 == 0);
        }

        if (-low >= high)
        {
            throw new UserException(string.Create(
                CultureInfo.InvariantCulture, $"its values run from {low} to {high}; an image above a background of 0 is wanted"));
        }

        var factor = whole && high <= ushort.MaxValue ? 1 : ushort.MaxValue / high;
        return Array.ConvertAll(values, value => (ushort)Math.Round(Math.Max(0, factor * value)));
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

    private static string Text(Volume volume) => $"{volume.Columns}x{volume.Rows}x{volume.Slices}";
}
