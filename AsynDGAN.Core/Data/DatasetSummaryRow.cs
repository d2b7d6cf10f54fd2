using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data.Preparation;

namespace AsynDGAN.Core.Data;

/// <summary>One part of one site.</summary>
/// <param name="MeanMaskFraction">Mean of the samples' tumour pixels on the networks' grid, as a fraction of the grid.</param>
/// <param name="MinMaskFraction">The smallest.</param>
/// <param name="MaxMaskFraction">The largest.</param>
/// <param name="ImageSizes">Heights and widths of the slices as they were read, such as 256x256.</param>
/// <param name="StoredRange">Smallest and largest stored value of what the samples' squares show of the slices.</param>
/// <param name="NormalisedRange">The same after normalisation, before resizing.</param>
public sealed record DatasetSummaryRow(
    string Site, DataPart Part, int Patients, int Samples, double MeanMaskFraction, double MinMaskFraction, double MaxMaskFraction,
    IReadOnlyList<string> ImageSizes, (int Low, int High) StoredRange, (float Low, float High) NormalisedRange)
{
    /// <summary>Whether these are the training patients of the fold that takes no part in training.</summary>
    public bool IsLeftOut { get; init; }

    internal static DatasetSummaryRow Of(string site, DataPart part, IReadOnlyList<PreparedSlice> slices, int size)
    {
        var fractions = slices.Select(slice => (double)slice.MaskPixels / (size * size)).ToArray();
        return new DatasetSummaryRow(
            site,
            part,
            slices.Select(slice => slice.Case.Patient).Distinct().Count(),
            slices.Count,
            fractions.Average(),
            fractions.Min(),
            fractions.Max(),
            slices.Select(slice => $"{slice.Geometry.Height}x{slice.Geometry.Width}").Distinct().Order(StringComparer.Ordinal).ToArray(),
            (slices.Min(slice => slice.Stored.Low), slices.Max(slice => slice.Stored.High)),
            (slices.Min(slice => slice.Normalised.Low), slices.Max(slice => slice.Normalised.High)));
    }
}
