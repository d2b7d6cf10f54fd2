using PureHDF.Filters;

namespace AsynDGAN.Core.Imaging;

/// <summary>HDF5's filter 32000: h5py's <c>compression="lzf"</c> (LibLZF by Marc Lehmann). Unpacks.</summary>
internal sealed class LzfFilter : IH5Filter
{
    private const int Literals = 32;
    private const int LongMatch = 7;

    public ushort FilterId => 32000;

    public string Name => "lzf";

    public uint[] GetParameters(uint[] chunkDimensions, uint typeSize, Dictionary<string, object>? options) =>
        throw new NotSupportedException("LZF is read only");

    public Memory<byte> Filter(FilterInfo info) => (info.Flags & H5FilterFlags.Decompress) != 0
        ? Unpack(info.Buffer.Span, info.ChunkSize)
        : throw new NotSupportedException("LZF is read only");

    /// <summary>Runs of new bytes, and of bytes that were there up to 8 KB before.</summary>
    /// <exception cref="InvalidDataException">The data are cut, or unpack to another length.</exception>
    internal static byte[] Unpack(ReadOnlySpan<byte> packed, int length)
    {
        var (unpacked, at, to) = (new byte[length], 0, 0);
        while (at < packed.Length)
        {
            int control = packed[at++];
            if (control < Literals)
            {
                var count = control + 1;
                Require(at + count <= packed.Length && to + count <= length);
                packed.Slice(at, count).CopyTo(unpacked.AsSpan(to));
                (at, to) = (at + count, to + count);
                continue;
            }

            var run = control >> 5;
            Require(at + (run == LongMatch ? 1 : 0) < packed.Length);
            run += 2 + (run == LongMatch ? packed[at++] : 0);
            var from = to - 1 - ((control & 0x1F) << 8) - packed[at++];
            Require(from >= 0 && to + run <= length);
            for (var i = 0; i < run; i++)
            {
                // One by one: a run may repeat bytes that it has just written.
                unpacked[to++] = unpacked[from++];
            }
        }

        Require(to == length);
        return unpacked;
    }

    private static void Require(bool sound)
    {
        if (!sound)
        {
            throw new InvalidDataException("its LZF data cannot be unpacked");
        }
    }
}
