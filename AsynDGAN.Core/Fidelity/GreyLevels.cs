namespace AsynDGAN.Core.Fidelity;

/// <summary>
/// One channel of an image inside a ground, in grey levels of equal width over [-1, 1], whatever the image's own range: the same
/// level is the same grey in every image. Texture features are taken of these.
/// </summary>
public sealed class GreyLevels
{
    /// <summary>How many levels there are.</summary>
    public const int Count = 32;

    /// <summary>What stands outside of the ground.</summary>
    public const int Outside = -1;

    /// <summary>The four directions of neighbours: right, down, down and right, down and left, as steps of rows and columns.</summary>
    internal static readonly (int Rows, int Columns)[] Directions = [(0, 1), (1, 0), (1, 1), (1, -1)];

    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <param name="levels">[row, column]: 0 to 31, or <see cref="Outside"/>.</param>
    public GreyLevels(int height, int width, int[] levels) => (Height, Width, Levels) = (height, width, levels);

    public int Height { get; }

    public int Width { get; }

    /// <summary>[row, column] in row-major order.</summary>
    public int[] Levels { get; }

    /// <summary>The levels of an image.</summary>
    /// <param name="values">[row, column] in [-1, 1], row by row; what lies beyond counts as the end.</param>
    /// <param name="inside">Of each pixel whether it is of the ground.</param>
    public static GreyLevels Of(ReadOnlySpan<float> values, ReadOnlySpan<bool> inside, int height, int width)
    {
        var levels = new int[values.Length];
        for (var i = 0; i < levels.Length; i++)
        {
            levels[i] = inside[i] ? Math.Clamp((int)Math.Floor((values[i] + 1.0) / 2 * Count), 0, Count - 1) : Outside;
        }

        return new GreyLevels(height, width, levels);
    }

    /// <summary>The level of a pixel; <see cref="Outside"/> beyond the image.</summary>
    internal int At(int row, int column) => row >= 0 && row < Height && column >= 0 && column < Width ? Levels[row * Width + column] : Outside;
}
