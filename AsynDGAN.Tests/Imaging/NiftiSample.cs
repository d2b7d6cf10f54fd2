using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;

namespace AsynDGAN.Tests.Imaging;

/// <summary>NIfTI-1 files of 16-bit voxels, little-endian, made field by field.</summary>
internal static class NiftiSample
{
    private const int DataAt = 352;

    /// <param name="datatype">4 for signed, 512 for unsigned 16 bits.</param>
    /// <param name="voxels">The first axis the fastest.</param>
    /// <param name="shape">Lengths of the axes.</param>
    /// <param name="spacing">Millimetres between voxels along the axes.</param>
    /// <param name="signs">Of the axes against right, anterior, superior; BraTS has -1, -1, 1.</param>
    /// <param name="origin">Where the first voxel lies.</param>
    public static byte[] Of(
        short datatype, short[] voxels, short[] shape, float slope = 1, float intercept = 0, float[]? spacing = null, int[]? signs = null,
        float[]? origin = null)
    {
        var file = new byte[DataAt + 2 * voxels.Length];
        Int32(0, 348);
        Int16(40, (short)shape.Length);
        for (var i = 0; i < shape.Length; i++)
        {
            Int16(42 + 2 * i, shape[i]);
        }

        Int16(70, datatype);
        Int16(72, 16);
        Single(108, DataAt);
        Single(112, slope);
        Single(116, intercept);
        Int16(254, 1);
        for (var axis = 0; axis < 3; axis++)
        {
            Single(280 + 16 * axis + 4 * axis, (signs?[axis] ?? 1) * (spacing?[axis] ?? 1));
            Single(292 + 16 * axis, origin?[axis] ?? 0);
        }

        "n+1\0"u8.CopyTo(file.AsSpan(344));
        MemoryMarshal.AsBytes(voxels.AsSpan()).CopyTo(file.AsSpan(DataAt));
        return file;

        void Int16(int at, short value) => BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(at), value);
        void Int32(int at, int value) => BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(at), value);
        void Single(int at, float value) => BinaryPrimitives.WriteSingleLittleEndian(file.AsSpan(at), value);
    }

    /// <summary>Gives a file's axes, in any order, directions of the body.</summary>
    /// <param name="order">For the file's axes right-left (0), anterior-posterior (1) or superior-inferior (2).</param>
    /// <param name="signs">Whether their indices grow towards right, anterior, superior.</param>
    /// <param name="spacing">Millimetres along right-left, anterior-posterior, superior-inferior.</param>
    public static void UseAxes(byte[] file, int[] order, int[] signs, float[] spacing)
    {
        var rows = new float[12];
        for (var axis = 0; axis < 3; axis++)
        {
            rows[4 * order[axis] + axis] = signs[axis] * spacing[order[axis]];
        }

        MemoryMarshal.AsBytes(rows.AsSpan()).CopyTo(file.AsSpan(280));
    }

    /// <summary>The file packed by gzip.</summary>
    public static byte[] Packed(byte[] file)
    {
        using var packed = new MemoryStream();
        using (var stream = new GZipStream(packed, CompressionLevel.Fastest))
        {
            stream.Write(file);
        }

        return packed.ToArray();
    }

    /// <summary>Gives a file a qform in place of its sform.</summary>
    /// <param name="quaternion">b, c and d.</param>
    /// <param name="pixdim">The handedness, then the voxel sizes.</param>
    public static void UseQform(byte[] file, float[] quaternion, float[] pixdim, float[] origin)
    {
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(254), 0);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(252), 1);
        foreach (var (at, values) in new[] { (76, pixdim), (256, quaternion), (268, origin) })
        {
            MemoryMarshal.AsBytes(values.AsSpan()).CopyTo(file.AsSpan(at));
        }
    }
}
