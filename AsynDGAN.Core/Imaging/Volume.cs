namespace AsynDGAN.Core.Imaging;

/// <summary>A stack of axial slices of real values.</summary>
public sealed class Volume
{
    /// <param name="slices">Slices, at least 1.</param>
    /// <param name="rows">Rows of a slice, at least 1.</param>
    /// <param name="columns">Columns of a slice, at least 1.</param>
    /// <param name="values">[slice, row, column], row-major.</param>
    /// <param name="spacing">In millimetres.</param>
    /// <param name="place">Where it lies; null: axes along the body's.</param>
    /// <exception cref="ArgumentException">The lengths do not agree.</exception>
    public Volume(int slices, int rows, int columns, double[] values, VoxelSpacing spacing, VolumePlace? place = null)
    {
        if (slices < 1 || rows < 1 || columns < 1 || values.Length != (long)slices * rows * columns)
        {
            throw new ArgumentException($"{values.Length} values do not make a volume of {slices}x{rows}x{columns}");
        }

        (Slices, Rows, Columns, Values, Spacing, Place) = (slices, rows, columns, values, spacing, place ?? VolumePlace.Plain(spacing));
    }

    public int Slices { get; }

    public int Rows { get; }

    public int Columns { get; }

    /// <summary>[slice, row, column], row-major.</summary>
    public double[] Values { get; }

    /// <summary>In millimetres.</summary>
    public VoxelSpacing Spacing { get; }

    /// <summary>Where it lies in the body.</summary>
    public VolumePlace Place { get; }

    /// <summary>How the axes of its file lie in the body; null where the file does not tell.</summary>
    internal NiftiAxes? FileAxes { get; init; }

    /// <summary>Slices, rows and columns.</summary>
    public (int Slices, int Rows, int Columns) Shape => (Slices, Rows, Columns);

    /// <summary>The values of a slice, row by row.</summary>
    public ReadOnlySpan<double> Slice(int slice) => Values.AsSpan(slice * Rows * Columns, Rows * Columns);
}
