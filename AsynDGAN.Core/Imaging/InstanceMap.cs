namespace AsynDGAN.Core.Imaging;

/// <summary>Which object each pixel belongs to: 0 is background, equal numbers are one object. Numbers need not be consecutive.</summary>
public sealed class InstanceMap
{
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="labels">height * width numbers of 0 or more, row by row from the top.</param>
    /// <exception cref="ArgumentException">The lengths do not agree.</exception>
    public InstanceMap(int height, int width, int[] labels)
    {
        if (height < 1 || width < 1 || labels.Length != (long)height * width)
        {
            throw new ArgumentException($"{labels.Length} labels do not make a map of {height}x{width}");
        }

        (Height, Width, Labels) = (height, width, labels);
    }

    public int Height { get; }

    public int Width { get; }

    /// <summary>[row, column] in row-major order.</summary>
    public int[] Labels { get; }

    public int this[int row, int column] => Labels[row * Width + column];

    /// <summary>Pixels of any object.</summary>
    public Mask Inside() => new(Height, Width, Array.ConvertAll(Labels, label => label > 0));
}
