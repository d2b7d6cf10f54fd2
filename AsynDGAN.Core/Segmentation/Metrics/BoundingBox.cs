namespace AsynDGAN.Core.Segmentation.Metrics;

/// <summary>
/// The smallest box that holds two masks. Both may be cut to it before distances are measured: what is cut off is outside of
/// both, as everything beyond a picture's border is, so their surfaces stay the same.
/// </summary>
internal sealed class BoundingBox
{
    private readonly int[] first;
    private readonly int[] shape;

    private BoundingBox(int[] first, int[] last) =>
        (this.first, shape) = (first, [.. first.Zip(last, (from, to) => to - from + 1)]);

    /// <summary>Of two masks of one shape; at least one of them has a pixel.</summary>
    public static BoundingBox Of(BinaryVolume a, BinaryVolume b)
    {
        var axes = a.Shape.Count;
        var (first, last) = (a.Shape.ToArray(), new int[axes]);
        for (var i = 0; i < a.Values.Length; i++)
        {
            if (!a.Values[i] && !b.Values[i])
            {
                continue;
            }

            var rest = i;
            for (var axis = axes - 1; axis >= 0; axis--)
            {
                (rest, var coordinate) = Math.DivRem(rest, a.Shape[axis]);
                first[axis] = Math.Min(first[axis], coordinate);
                last[axis] = Math.Max(last[axis], coordinate);
            }
        }

        return new BoundingBox(first, last);
    }

    public BinaryVolume Cut(BinaryVolume volume)
    {
        var axes = shape.Length;
        var lineLength = shape[axes - 1];
        var values = new bool[shape.Aggregate(1, (product, length) => product * length)];
        for (var to = 0; to < values.Length; to += lineLength)
        {
            var (rest, from) = (to / lineLength, first[axes - 1]);
            for (var axis = axes - 2; axis >= 0; axis--)
            {
                (rest, var coordinate) = Math.DivRem(rest, shape[axis]);
                from += (first[axis] + coordinate) * volume.Stride(axis);
            }

            Array.Copy(volume.Values, from, values, to, lineLength);
        }

        return new BinaryVolume(shape, values);
    }
}
