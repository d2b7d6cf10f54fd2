using System.IO.Compression;

namespace AsynDGAN.Core.Imaging;

/// <summary>NIfTI-1 and NIfTI-2 volumes in one file, plain or gzip, read.</summary>
public static class NiftiFile
{
    // Deflate packs 1 to 1032 at best.
    private const long MaximumPacking = 1100;

    private const int BufferBytes = 1 << 16;

    private static readonly string[] extensions = [".nii", ".nii.gz"];

    /// <summary>Whether a file is called one: .nii or .nii.gz, in any case.</summary>
    public static bool IsNamed(string path) => extensions.Any(extension => path.EndsWith(extension, StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// Reads a volume of any real type in either byte order, scaled by its slope and intercept, and brings it to slices as they
    /// are looked at: the first slice is the lowest, the first row the foremost, the first column the patient's right (axes
    /// are exchanged and mirrored to the nearest of the body's, never resampled).
    /// </summary>
    /// <exception cref="UserException">The file is missing, truncated, longer than its header tells, damaged, not NIfTI, or of a kind that is not read.</exception>
    public static Volume Read(string path) => Read(path, null);

    /// <param name="axes">Where the axes lie in the body, whatever the header tells; null: as it tells.</param>
    internal static Volume Read(string path, NiftiAxes? axes)
    {
        try
        {
            if (Directory.Exists(path))
            {
                throw new UserException($"{path} is a folder, not a NIfTI file");
            }

            if (!File.Exists(path))
            {
                throw new UserException($"{path} does not exist");
            }

            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferBytes, FileOptions.SequentialScan);
            return Read(file, path, axes);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"{path} cannot be read: {fault.Message}");
        }
    }

    /// <param name="file">A stream that knows its length, at its beginning.</param>
    /// <param name="path">What messages call the file.</param>
    /// <param name="axes">As of <see cref="Read(string, NiftiAxes)"/>.</param>
    internal static Volume Read(Stream file, string path, NiftiAxes? axes = null)
    {
        if (file.Length == 0)
        {
            throw new UserException($"{path} is empty");
        }

        var packed = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
        file.Position = 0;
        try
        {
            using var bytes = packed ? new GZipStream(file, CompressionMode.Decompress, leaveOpen: true) : null;
            return Decode((Stream?)bytes ?? file, packed ? MaximumPacking * file.Length : file.Length, path, axes);
        }
        catch (InvalidDataException fault)
        {
            throw new UserException($"{path} is damaged: its gzip data cannot be unpacked ({fault.Message})", "Copy the file again.");
        }
    }

    /// <param name="most">Bytes that the stream can hold at most: what the header claims is checked before anything is allocated.</param>
    private static Volume Decode(Stream stream, long most, string path, NiftiAxes? axes)
    {
        var start = new byte[NiftiHeader.Length2];
        var read = stream.ReadAtLeast(start.AsSpan(0, NiftiHeader.Length1), NiftiHeader.Length1, throwOnEndOfStream: false);
        if (read == NiftiHeader.Length1 && IsLong(start))
        {
            read += stream.ReadAtLeast(start.AsSpan(read), start.Length - read, throwOnEndOfStream: false);
        }

        var header = NiftiHeader.Parse(start.AsSpan(0, read), path);
        if (header.Offset + header.DataBytes > most)
        {
            throw new UserException(
                $"{path} is truncated: its header tells of {header.DataBytes} bytes of voxels from byte {header.Offset} on", "Copy the file again.");
        }

        Skip(stream, header.Offset - read, path);
        var volume = Voxels(stream, axes is null ? header : header with { Axes = axes }, path);

        // Reading on to the end is also what checks the sum at the end of gzip data.
        return stream.ReadByte() < 0
            ? volume
            : throw new UserException($"{path} is damaged: it holds more than the {header.DataBytes} bytes of voxels that its header tells of");
    }

    private static bool IsLong(byte[] start) => new NiftiFields(start, false).Int32(0) == NiftiHeader.Length2
        || new NiftiFields(start, true).Int32(0) == NiftiHeader.Length2;

    private static void Skip(Stream stream, long count, string path)
    {
        var buffer = new byte[BufferBytes];
        while (count > 0)
        {
            var read = stream.Read(buffer, 0, (int)Math.Min(count, buffer.Length));
            count -= read > 0 ? read : throw Truncated(path);
        }
    }

    private static Volume Voxels(Stream stream, NiftiHeader header, string path)
    {
        var axes = header.Axes;

        // Rows run from anterior to posterior and columns from right to left, as radiologists look at a slice.
        int[] along = [axes.FileAxis[2], axes.FileAxis[1], axes.FileAxis[0]];
        bool[] grows = [axes.Ascending[2], !axes.Ascending[1], !axes.Ascending[0]];
        var (slices, rows, columns) = (header.Shape[along[0]], header.Shape[along[1]], header.Shape[along[2]]);
        int[] steps = [rows * columns, columns, 1];
        var (first, stride) = (0, new int[3]);
        for (var i = 0; i < 3; i++)
        {
            stride[along[i]] = grows[i] ? steps[i] : -steps[i];
            first += grows[i] ? 0 : steps[i] * (header.Shape[along[i]] - 1);
        }

        var values = new double[slices * rows * columns];
        var (line, bytes) = (new double[header.Shape[0]], new byte[header.Shape[0] * header.Type.Bytes]);
        for (var k = 0; k < header.Shape[2]; k++)
        {
            for (var j = 0; j < header.Shape[1]; j++)
            {
                if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
                {
                    throw Truncated(path);
                }

                header.Type.Decode(bytes, header.BigEndian, line);
                var at = first + j * stride[1] + k * stride[2];
                for (var i = 0; i < line.Length; i++, at += stride[0])
                {
                    values[at] = header.Slope * line[i] + header.Intercept;
                }
            }
        }

        return new Volume(slices, rows, columns, values, new VoxelSpacing(axes.Spacing[2], axes.Spacing[1], axes.Spacing[0]), axes.Place(along, grows, header.Shape))
        {
            FileAxes = axes,
        };
    }

    private static UserException Truncated(string path) =>
        new($"{path} is truncated: it ends before the voxels that its header tells of", "Copy the file again.");
}
