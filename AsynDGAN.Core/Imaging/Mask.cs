namespace AsynDGAN.Core.Imaging;

/// <summary>A binary picture: true inside.</summary>
public sealed class Mask
{
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="values">height * width values, row by row from the top.</param>
    /// <exception cref="ArgumentException">The lengths do not agree.</exception>
    public Mask(int height, int width, bool[] values)
    {
        if (height < 1 || width < 1 || values.Length != (long)height * width)
        {
            throw new ArgumentException($"{values.Length} values do not make a mask of {height}x{width}");
        }

        (Height, Width, Values) = (height, width, values);
    }

    public int Height { get; }

    public int Width { get; }

    /// <summary>[row, column] in row-major order.</summary>
    public bool[] Values { get; }

    /// <summary>Pixels inside.</summary>
    public int Count => Values.AsSpan().Count(true);

    public bool this[int row, int column] => Values[row * Width + column];
}
