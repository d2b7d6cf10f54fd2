namespace AsynDGAN.Core.Fidelity;

/// <summary>Features of images, and whose images they are. The order of the images means nothing.</summary>
/// <remarks>
/// Measures of a set take how often each patient counts, in the order of <see cref="Patients"/>: once each for the set itself,
/// another number of times in a resample of its patients.
/// </remarks>
public sealed class FeatureSet
{
    /// <param name="values">[image][feature], all finite and of one length.</param>
    /// <param name="patients">The patient of each image.</param>
    /// <exception cref="ArgumentException">The lengths do not agree, or a value is not finite.</exception>
    public FeatureSet(IReadOnlyList<double[]> values, IReadOnlyList<string> patients)
    {
        if (values.Count != patients.Count || values.Any(row => row.Length != values[0].Length || !row.All(double.IsFinite)))
        {
            throw new ArgumentException($"{values.Count} rows of features and {patients.Count} patients do not make a set, or a feature is not finite");
        }

        var names = patients.Distinct().Order(StringComparer.Ordinal).ToList();
        (Values, Patients, OwnerOf) = (values, names, [.. patients.Select(patient => names.BinarySearch(patient, StringComparer.Ordinal))]);
    }

    /// <summary>[image][feature].</summary>
    public IReadOnlyList<double[]> Values { get; }

    /// <summary>The patients, by name.</summary>
    public IReadOnlyList<string> Patients { get; }

    /// <summary>Each image's place in <see cref="Patients"/>.</summary>
    public IReadOnlyList<int> OwnerOf { get; }

    /// <summary>How many images there are.</summary>
    public int Count => Values.Count;

    /// <summary>How many features each has; 0 where there are no images.</summary>
    public int Width => Count == 0 ? 0 : Values[0].Length;

    /// <summary>Every patient once.</summary>
    public int[] Once() => [.. Enumerable.Repeat(1, Patients.Count)];

    /// <summary>Some of the images.</summary>
    /// <param name="positions">Each in 0 .. Count - 1.</param>
    public FeatureSet Only(IEnumerable<int> positions)
    {
        var chosen = positions.ToArray();
        return new FeatureSet([.. chosen.Select(i => Values[i])], [.. chosen.Select(i => Patients[OwnerOf[i]])]);
    }
}
