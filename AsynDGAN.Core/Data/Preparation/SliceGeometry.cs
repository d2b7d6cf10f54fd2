using AsynDGAN.Core.Imaging;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Data.Preparation;

/// <summary>How a slice's own grid became the networks' grid: the square was cut out and resized to size by size.</summary>
/// <param name="Height">Rows of the slice.</param>
/// <param name="Width">Columns of the slice.</param>
/// <param name="Square">What was cut out.</param>
/// <param name="Size">Rows and columns of the networks' grid.</param>
public sealed record SliceGeometry(int Height, int Width, CropSquare Square, int Size)
{
    /// <summary>Brings a mask or label map back to the slice's own grid, by nearest neighbour; 0 outside the square.</summary>
    /// <param name="labels">[N, C, Size, Size] of any type.</param>
    /// <returns>[N, C, Height, Width] of the same type, on the same device.</returns>
    public Tensor ToOwnGrid(Tensor labels)
    {
        using var scope = NewDisposeScope();
        return Place(Resize.Nearest(labels, Square.Side, Square.Side)).MoveToOuterDisposeScope();
    }

    /// <summary>Puts a picture of the square back to where it was cut out; 0 outside the square.</summary>
    /// <param name="square">[N, C, Square.Side, Square.Side] of any type.</param>
    /// <returns>[N, C, Height, Width] of the same type, on the same device.</returns>
    public Tensor Place(Tensor square)
    {
        using var scope = NewDisposeScope();
        var (firstRow, firstColumn) = (Math.Max(0, Square.Top), Math.Max(0, Square.Left));
        var rows = Math.Min(Height, Square.Top + Square.Side) - firstRow;
        var columns = Math.Min(Width, Square.Left + Square.Side) - firstColumn;
        var whole = zeros([square.shape[0], square.shape[1], Height, Width], square.dtype, square.device);
        whole.narrow(2, firstRow, rows).narrow(3, firstColumn, columns)
            .copy_(square.narrow(2, firstRow - Square.Top, rows).narrow(3, firstColumn - Square.Left, columns));
        return whole.MoveToOuterDisposeScope();
    }
}
