namespace AsynDGAN.Core.Data;

/// <summary>A slice of a run, in tensors.</summary>
/// <param name="Case">The case it belongs to, without its slices.</param>
/// <param name="Name">Its name among all slices: case and slice.</param>
/// <param name="Geometry">Where the square lies.</param>
/// <param name="MaskPixels">Tumour pixels on the networks' grid.</param>
/// <param name="Channels">Image channels.</param>
/// <param name="Bits">Bits of the stored values, 8 or 16.</param>
/// <param name="Stored">Smallest and largest stored value in the square, over all channels.</param>
/// <param name="Normalised">The same after normalisation, before resizing.</param>
/// <param name="Sample">The tensors.</param>
internal sealed record KeptSlice(
    Case Case, string Name, Geometry Geometry, int MaskPixels, int Channels, int Bits, (int Low, int High) Stored, (float Low, float High) Normalised, Sample Sample)
{
    /// <summary>Puts a slice into tensors in the host's memory.</summary>
    public static KeptSlice Of(PreparedSlice slice)
    {
        var (stored, normalised) = ((Low: int.MaxValue, High: int.MinValue), (Low: float.MaxValue, High: float.MinValue));
        var area = slice.Image.Length / slice.Channels;
        for (var channel = 0; channel < slice.Channels; channel++)
        {
            var (low, high) = (ushort.MaxValue, ushort.MinValue);
            foreach (var value in slice.Image.AsSpan(channel * area, area))
            {
                (low, high) = (Math.Min(low, value), Math.Max(high, value));
            }

            var line = slice.Normalisations[channel];
            stored = (Math.Min(stored.Low, low), Math.Max(stored.High, high));
            normalised = (Math.Min(normalised.Low, line.Of(low)), Math.Max(normalised.High, line.Of(high)));
        }

        return new KeptSlice(slice.Case, slice.FullName, slice.Geometry, slice.MaskPixels, slice.Channels, slice.Bits, stored, normalised, Sample.Of(slice));
    }
}
