namespace AsynDGAN.Core.Fidelity;

/// <summary>
/// Features of runs: pixels of one grey level in a row, as long as they go on inside the ground (Galloway, Computer Graphics and
/// Image Processing 4:172-179, 1975). Each is the mean over four directions.
/// </summary>
public static class RunLengthFeatures
{
    /// <summary>What they are called, in their order.</summary>
    public static IReadOnlyList<string> Names { get; } =
        ["short run emphasis", "long run emphasis", "grey level non-uniformity", "run length non-uniformity", "run percentage"];

    /// <summary>
    /// With N runs: short run emphasis, the mean of 1 / length^2; long run emphasis, the mean of length^2; grey level
    /// non-uniformity, the sum over levels of their runs' squared number, over N^2, so that the ground's size does not count; run length
    /// non-uniformity, the same over lengths; run percentage, runs over pixels.
    /// </summary>
    /// <param name="levels">With at least one pixel inside.</param>
    public static double[] Of(GreyLevels levels)
    {
        var sums = new double[Names.Count];
        foreach (var direction in GreyLevels.Directions)
        {
            foreach (var (i, value) in OfRuns(Runs(levels, direction)).Index())
            {
                sums[i] += value / GreyLevels.Directions.Length;
            }
        }

        return sums;
    }

    /// <summary>The level and length of each run in a direction.</summary>
    internal static IReadOnlyList<(int Level, int Length)> Runs(GreyLevels levels, (int Rows, int Columns) direction)
    {
        var runs = new List<(int, int)>();
        for (var row = 0; row < levels.Height; row++)
        {
            for (var column = 0; column < levels.Width; column++)
            {
                var level = levels.At(row, column);
                if (level == GreyLevels.Outside || levels.At(row - direction.Rows, column - direction.Columns) == level)
                {
                    continue;
                }

                var length = 1;
                while (levels.At(row + length * direction.Rows, column + length * direction.Columns) == level)
                {
                    length++;
                }

                runs.Add((level, length));
            }
        }

        return runs;
    }

    private static double[] OfRuns(IReadOnlyList<(int Level, int Length)> runs)
    {
        var (count, shortRuns, longRuns, pixels) = ((double)runs.Count, 0.0, 0.0, 0);
        var (ofLevel, ofLength) = (new Dictionary<int, int>(), new Dictionary<int, int>());
        foreach (var (level, length) in runs)
        {
            shortRuns += 1.0 / length / length;
            longRuns += (double)length * length;
            pixels += length;
            ofLevel[level] = ofLevel.GetValueOrDefault(level) + 1;
            ofLength[length] = ofLength.GetValueOrDefault(length) + 1;
        }

        return [shortRuns / count, longRuns / count, NonUniformity(ofLevel), NonUniformity(ofLength), count / pixels];

        double NonUniformity(Dictionary<int, int> counts) => counts.Values.Sum(runsOfOne => (double)runsOfOne * runsOfOne) / (count * count);
    }
}
