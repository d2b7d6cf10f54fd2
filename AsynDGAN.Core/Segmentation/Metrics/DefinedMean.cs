namespace AsynDGAN.Core.Segmentation.Metrics;

/// <summary>A mean over the cases where a measure is defined.</summary>
/// <param name="Value">Null where it is defined nowhere.</param>
/// <param name="Defined">Cases in the mean.</param>
/// <param name="Undefined">Cases left out.</param>
public sealed record DefinedMean(double? Value, int Defined, int Undefined)
{
    public static DefinedMean Of(IReadOnlyCollection<double?> values)
    {
        var defined = values.Count(value => value is not null);
        return new DefinedMean(values.Average(), defined, values.Count - defined);
    }
}
