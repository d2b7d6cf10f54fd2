using System.Buffers.Binary;

namespace AsynDGAN.Core.Imaging;

/// <summary>A real voxel type of NIfTI.</summary>
/// <param name="Code">The header's <c>datatype</c>.</param>
/// <param name="Bytes">Bytes a voxel.</param>
internal sealed record NiftiType(int Code, int Bytes)
{
    private static readonly NiftiType[] known =
    [
        new(2, 1), new(4, 2), new(8, 4), new(16, 4), new(64, 8), new(256, 1), new(512, 2), new(768, 4), new(1024, 8), new(1280, 8),
    ];

    /// <summary>The type of a code; null for complex, colour, 128-bit and unknown ones.</summary>
    public static NiftiType? Of(int code) => known.FirstOrDefault(type => type.Code == code);

    /// <summary>Reads as many voxels as there are values.</summary>
    /// <param name="bytes">Voxels in a row, <see cref="Bytes"/> each.</param>
    public void Decode(ReadOnlySpan<byte> bytes, bool bigEndian, Span<double> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            var voxel = bytes.Slice(i * Bytes, Bytes);
            values[i] = (Code, bigEndian) switch
            {
                (2, _) => voxel[0],
                (256, _) => (sbyte)voxel[0],
                (4, false) => BinaryPrimitives.ReadInt16LittleEndian(voxel),
                (4, true) => BinaryPrimitives.ReadInt16BigEndian(voxel),
                (512, false) => BinaryPrimitives.ReadUInt16LittleEndian(voxel),
                (512, true) => BinaryPrimitives.ReadUInt16BigEndian(voxel),
                (8, false) => BinaryPrimitives.ReadInt32LittleEndian(voxel),
                (8, true) => BinaryPrimitives.ReadInt32BigEndian(voxel),
                (768, false) => BinaryPrimitives.ReadUInt32LittleEndian(voxel),
                (768, true) => BinaryPrimitives.ReadUInt32BigEndian(voxel),
                (1024, false) => BinaryPrimitives.ReadInt64LittleEndian(voxel),
                (1024, true) => BinaryPrimitives.ReadInt64BigEndian(voxel),
                (1280, false) => BinaryPrimitives.ReadUInt64LittleEndian(voxel),
                (1280, true) => BinaryPrimitives.ReadUInt64BigEndian(voxel),
                (16, false) => BinaryPrimitives.ReadSingleLittleEndian(voxel),
                (16, true) => BinaryPrimitives.ReadSingleBigEndian(voxel),
                (_, false) => BinaryPrimitives.ReadDoubleLittleEndian(voxel),
                (_, true) => BinaryPrimitives.ReadDoubleBigEndian(voxel),
            };
        }
    }
}
