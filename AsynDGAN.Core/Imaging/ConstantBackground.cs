namespace AsynDGAN.Core.Imaging;

/// <summary>
/// The background of an image that was masked or padded: a large connected region of one value at the border. What lies
/// around a head is not always 0: normalising to mean 0 puts it below, or amid the tissue's values.
/// </summary>
internal static class ConstantBackground
{
    private const double SmallestShare = 0.05;

    /// <summary>The region and its value; null where no region of one value at the border has a twentieth of the voxels.</summary>
    /// <param name="values">[slice, row, column], row-major.</param>
    /// <returns>The value, and for each voxel whether it is of the region.</returns>
    public static (T Level, bool[] Region)? Find<T>(T[] values, int slices, int rows, int columns)
        where T : struct, IEquatable<T>
    {
        var border = new List<int>();
        for (var i = 0; i < values.Length; i++)
        {
            var (slice, row, column) = (i / columns / rows, i / columns % rows, i % columns);
            if (row == 0 || column == 0 || row == rows - 1 || column == columns - 1 || (slices > 1 && (slice == 0 || slice == slices - 1)))
            {
                border.Add(i);
            }
        }

        var level = border.GroupBy(i => values[i]).MaxBy(alike => alike.Count())!.Key;
        var (region, pending, count) = (new bool[values.Length], new Stack<int>(), 0);
        border.ForEach(Visit);
        while (pending.TryPop(out var at))
        {
            var (slice, row, column) = (at / columns / rows, at / columns % rows, at % columns);
            VisitIf(slice > 0, at - rows * columns);
            VisitIf(slice < slices - 1, at + rows * columns);
            VisitIf(row > 0, at - columns);
            VisitIf(row < rows - 1, at + columns);
            VisitIf(column > 0, at - 1);
            VisitIf(column < columns - 1, at + 1);
        }

        return count >= SmallestShare * values.Length ? (level, region) : null;

        void VisitIf(bool isThere, int at)
        {
            if (isThere)
            {
                Visit(at);
            }
        }

        void Visit(int at)
        {
            if (!region[at] && values[at].Equals(level))
            {
                (region[at], count) = (true, count + 1);
                pending.Push(at);
            }
        }
    }
}
