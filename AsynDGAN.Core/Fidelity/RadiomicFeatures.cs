namespace AsynDGAN.Core.Fidelity;

/// <summary>
/// Features of brightness and texture inside a ground, 20 a channel: of first order, of co-occurrence and of runs. They need no
/// network that learned elsewhere. Definitions are those of their sources, not bound to any toolbox's.
/// </summary>
public static class RadiomicFeatures
{
    /// <summary>What those of a channel are called, in their order.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. FirstOrderFeatures.Names, .. CooccurrenceFeatures.Names, .. RunLengthFeatures.Names];

    /// <summary>The features of one channel.</summary>
    /// <param name="values">[row, column] in [-1, 1], row by row.</param>
    /// <param name="inside">The ground; one that holds nothing stands for the whole image.</param>
    /// <returns>As many as there are names, all finite.</returns>
    public static double[] Of(ReadOnlySpan<float> values, ReadOnlySpan<bool> inside, int height, int width)
    {
        var ground = inside.Contains(true) ? inside : [.. Enumerable.Repeat(true, values.Length)];
        var levels = GreyLevels.Of(values, ground, height, width);
        var within = new List<double>();
        for (var i = 0; i < values.Length; i++)
        {
            if (ground[i])
            {
                within.Add(values[i]);
            }
        }

        return [.. FirstOrderFeatures.Of(within, levels), .. CooccurrenceFeatures.Of(levels), .. RunLengthFeatures.Of(levels)];
    }
}
