using AsynDGAN.Core.Imaging;

namespace AsynDGAN.Core.Segmentation.Metrics;

/// <summary>The sizes of the objects of a prediction and of its reference, in label order, and which overlap by how many pixels.</summary>
internal sealed class InstanceOverlaps
{
    /// <exception cref="ArgumentException">The sizes of the pictures differ.</exception>
    public InstanceOverlaps(InstanceMap prediction, InstanceMap reference)
    {
        if ((prediction.Height, prediction.Width) != (reference.Height, reference.Width))
        {
            throw new ArgumentException($"maps of {prediction.Height}x{prediction.Width} and {reference.Height}x{reference.Width} cannot be compared");
        }

        (PredictionSizes, var predictionAt) = Sizes(prediction.Labels);
        (ReferenceSizes, var referenceAt) = Sizes(reference.Labels);
        var pairs = new Dictionary<(int Reference, int Prediction), long>();
        for (var i = 0; i < reference.Labels.Length; i++)
        {
            if (reference.Labels[i] > 0 && prediction.Labels[i] > 0)
            {
                var pair = (referenceAt[reference.Labels[i]], predictionAt[prediction.Labels[i]]);
                pairs[pair] = pairs.GetValueOrDefault(pair) + 1;
            }
        }

        Pairs = [.. pairs.Select(p => new InstancePair(
            p.Key.Reference, p.Key.Prediction, p.Value, ReferenceSizes[p.Key.Reference] + PredictionSizes[p.Key.Prediction] - p.Value))];
    }

    public long[] PredictionSizes { get; }

    public long[] ReferenceSizes { get; }

    public IReadOnlyList<InstancePair> Pairs { get; }

    private static (long[] Sizes, Dictionary<int, int> At) Sizes(int[] labels)
    {
        var counts = new SortedDictionary<int, long>();
        foreach (var label in labels)
        {
            if (label > 0)
            {
                counts[label] = counts.GetValueOrDefault(label) + 1;
            }
        }

        return ([.. counts.Values], counts.Keys.Index().ToDictionary(place => place.Item, place => place.Index));
    }
}
