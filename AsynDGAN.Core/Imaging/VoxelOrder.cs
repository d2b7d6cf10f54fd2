namespace AsynDGAN.Core.Imaging;

/// <summary>
/// Where the voxels of a file lie among slices as they are looked at: the first slice is the lowest, rows run from anterior to
/// posterior and columns from right to left.
/// </summary>
/// <param name="Along">The file's axis along slices, rows and columns.</param>
/// <param name="Grows">Whether the file's index grows with each.</param>
/// <param name="Shape">Slices, rows and columns.</param>
/// <param name="First">The place of the file's first voxel among [slice, row, column].</param>
/// <param name="Stride">For the file's axes how far its next voxel lies.</param>
internal sealed record VoxelOrder(IReadOnlyList<int> Along, IReadOnlyList<bool> Grows, (int Slices, int Rows, int Columns) Shape, int First, IReadOnlyList<int> Stride)
{
    /// <param name="axes">Where the file's axes lie in the body.</param>
    /// <param name="shape">Voxels along them.</param>
    public static VoxelOrder Of(NiftiAxes axes, IReadOnlyList<int> shape)
    {
        int[] along = [axes.FileAxis[2], axes.FileAxis[1], axes.FileAxis[0]];
        bool[] grows = [axes.Ascending[2], !axes.Ascending[1], !axes.Ascending[0]];
        var (slices, rows, columns) = (shape[along[0]], shape[along[1]], shape[along[2]]);
        int[] steps = [rows * columns, columns, 1];
        var (first, stride) = (0, new int[3]);
        for (var i = 0; i < 3; i++)
        {
            stride[along[i]] = grows[i] ? steps[i] : -steps[i];
            first += grows[i] ? 0 : steps[i] * (shape[along[i]] - 1);
        }

        return new VoxelOrder(along, grows, (slices, rows, columns), first, stride);
    }

    /// <summary>The place of the first voxel of a line along the file's first axis.</summary>
    /// <param name="second">Along the file's second axis.</param>
    /// <param name="third">Along its third.</param>
    public int Line(int second, int third) => First + second * Stride[1] + third * Stride[2];
}
