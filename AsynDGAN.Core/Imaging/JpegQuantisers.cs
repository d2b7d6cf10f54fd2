using System.Buffers.Binary;

namespace AsynDGAN.Core.Imaging;

/// <summary>
/// The quantisation tables of a JPEG (ITU T.81, B.2.4.1). A component's is what its number holds at its first scan, while the decoder
/// goes by what the number holds behind the last one, and takes a missing table for zeros.
/// </summary>
internal sealed class JpegQuantisers
{
    private const int Coefficients = 64;

    private readonly Dictionary<int, ushort[]> tables = [];
    private readonly Dictionary<int, (int Table, ushort[] Values)> used = [];

    /// <summary>Whether a table that a component uses holds other values now than it did at the component's first scan.</summary>
    public bool HaveChanged => used.Values.Any(own => !tables[own.Table].AsSpan().SequenceEqual(own.Values));

    /// <summary>Reads a segment of tables.</summary>
    /// <param name="segment">Without its marker and length.</param>
    public void Read(ReadOnlySpan<byte> segment)
    {
        while (!segment.IsEmpty)
        {
            var (isWide, values) = (segment[0] >> 4 != 0, new ushort[Coefficients]);
            for (var i = 0; i < Coefficients; i++)
            {
                values[i] = isWide ? BinaryPrimitives.ReadUInt16BigEndian(segment[(1 + 2 * i)..]) : segment[1 + i];
            }

            tables[segment[0] & 15] = values;
            segment = segment[(1 + Coefficients * (isWide ? 2 : 1))..];
        }
    }

    /// <summary>Notes that a scan brings a component; whether its table is there, and not one by which all blocks have the same mean.</summary>
    /// <param name="component">The component's name.</param>
    /// <param name="table">The number that the frame gives its table.</param>
    /// <param name="isAppliedLast">Whether the decoder applies it behind the last scan, and not at once.</param>
    public bool Use(int component, int table, bool isAppliedLast)
    {
        if (!tables.TryGetValue(table, out var values) || values[0] == 0)
        {
            return false;
        }

        if (isAppliedLast)
        {
            used.TryAdd(component, (table, values));
        }

        return true;
    }
}
