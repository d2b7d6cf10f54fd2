using System.Buffers.Binary;

namespace AsynDGAN.Core.Imaging;

/// <summary>How long an HDF5 file is by its superblock: of one that was cut short the package reads what is left, and zeros or nothing for the rest.</summary>
internal static class Hdf5Length
{
    // The superblock is at the beginning, or behind a block of the user's of 512 bytes, or twice as many, and so on.
    private const int SmallestUserBlock = 512, LongestSuperblock = 52, LongestAddress = 8;

    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'H', (byte)'D', (byte)'F', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Refuses a file that is shorter than it says. What has no superblock is left to who reads it.</summary>
    /// <exception cref="UserException">It is shorter.</exception>
    public static void Check(string path)
    {
        using var file = File.OpenRead(path);
        for (long at = 0; at < file.Length; at = Math.Max(SmallestUserBlock, 2 * at))
        {
            var block = new byte[LongestSuperblock];
            file.Position = at;
            file.ReadAtLeast(block, block.Length, throwOnEndOfStream: false);
            if (block.AsSpan().StartsWith(Signature))
            {
                var (start, end) = Bounds(block);
                var length = end - start + (ulong)at;
                if (start <= end && length > (ulong)file.Length)
                {
                    throw new UserException($"{path} is truncated: {file.Length} of {length} bytes are there", "Copy the file again.");
                }

                return;
            }
        }
    }

    /// <summary>Where the file begins and ends, as addresses.</summary>
    private static (ulong Start, ulong End) Bounds(ReadOnlySpan<byte> block)
    {
        // Before them stand the versions and sizes, 4 more bytes in version 1 than in 0 and far fewer from 2 on; between them is one address.
        var (at, size) = block[8] switch
        {
            0 => (24, block[13]),
            1 => (28, block[13]),
            _ => (12, block[9]),
        };
        return size is 0 or > LongestAddress ? default : (Address(block.Slice(at, size)), Address(block.Slice(at + 2 * size, size)));
    }

    private static ulong Address(ReadOnlySpan<byte> bytes)
    {
        Span<byte> whole = stackalloc byte[LongestAddress];
        whole.Clear();
        bytes.CopyTo(whole);
        return BinaryPrimitives.ReadUInt64LittleEndian(whole);
    }
}
