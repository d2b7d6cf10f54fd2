namespace AsynDGAN.Core.Segmentation.Metrics;

/// <summary>
/// A binary picture (2 axes) or volume (3 axes): true inside. A volume with one slice is still a volume: its voxels have six
/// neighbours, two of which lie outside. Give a single slice as a picture.
/// </summary>
public sealed class BinaryVolume
{
    private readonly int[] shape;

    /// <param name="shape">Two or three lengths, each at least 1: [rows, columns] or [slices, rows, columns].</param>
    /// <param name="values">As many values, the last axis fastest.</param>
    /// <exception cref="ArgumentException">The shape has another number of axes, or the lengths do not agree.</exception>
    public BinaryVolume(IReadOnlyList<int> shape, bool[] values)
    {
        this.shape = [.. shape];
        if (this.shape.Length is not (2 or 3) || this.shape.Any(length => length < 1)
            || this.shape.Aggregate(1L, (product, length) => product * length) != values.Length)
        {
            throw new ArgumentException($"{values.Length} values do not make a mask of {string.Join('x', shape)}");
        }

        Values = values;
    }

    /// <summary>The length of each axis.</summary>
    public IReadOnlyList<int> Shape => shape;

    /// <summary>The last axis fastest.</summary>
    public bool[] Values { get; }

    /// <summary>Pixels inside.</summary>
    public int Count => Values.AsSpan().Count(true);

    /// <summary>How far apart neighbours along an axis lie in <see cref="Values"/>.</summary>
    internal int Stride(int axis)
    {
        var stride = 1;
        for (var faster = axis + 1; faster < shape.Length; faster++)
        {
            stride *= shape[faster];
        }

        return stride;
    }

    /// <exception cref="ArgumentException">The shapes differ.</exception>
    internal void RequireShapeOf(BinaryVolume other)
    {
        if (!shape.SequenceEqual(other.shape))
        {
            throw new ArgumentException(
                $"a mask of {string.Join('x', shape)} cannot be compared with one of {string.Join('x', other.shape)}");
        }
    }
}
