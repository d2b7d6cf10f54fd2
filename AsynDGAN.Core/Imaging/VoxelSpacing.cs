namespace AsynDGAN.Core.Imaging;

/// <summary>How far neighbouring voxels lie apart, in millimetres.</summary>
/// <param name="Slice">From slice to slice.</param>
/// <param name="Row">From row to row.</param>
/// <param name="Column">From column to column.</param>
public readonly record struct VoxelSpacing(double Slice, double Row, double Column);
