using System.IO.Compression;

namespace AsynDGAN.Core.Imaging;

/// <summary>NIfTI-1 and NIfTI-2 volumes in one file, plain or gzip: read, and masks of their grid written.</summary>
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

            if (ImageFile.Absent(path) is { } absent)
            {
                throw new UserException(absent);
            }

            if (GivenPath.IsEmpty(path))
            {
                throw new UserException($"{path} is empty");
            }

            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferBytes, FileOptions.SequentialScan);
            return Read(file, path, axes);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"{path} cannot be read: {fault.Message}");
        }
    }

    /// <summary>
    /// Writes a mask of 0 and 1 on the grid of another file, to whose voxels it belongs: the axes, their order and directions, the affine and
    /// the dimensions are that file's.
    /// </summary>
    /// <param name="slices">As the volume is read, from the lowest on.</param>
    /// <param name="like">The file that was read.</param>
    /// <param name="stream">Where to.</param>
    /// <param name="packed">Whether by gzip.</param>
    /// <exception cref="ArgumentException">The mask is of another shape.</exception>
    /// <exception cref="UserException">The file is not there any more.</exception>
    public static void WriteMask(IReadOnlyList<Mask> slices, string like, Stream stream, bool packed)
    {
        var start = StartOf(like);
        var header = NiftiHeader.Parse(start, like);
        var (order, shape) = (VoxelOrder.Of(header.Axes, header.Shape), header.Shape);
        if ((slices.Count, slices[0].Height, slices[0].Width) != order.Shape)
        {
            throw new ArgumentException($"a mask of {slices.Count} slices of {slices[0].Height}x{slices[0].Width} is not of {like}", nameof(slices));
        }

        var (voxels, area) = (new byte[header.DataBytes / header.Type.Bytes], slices[0].Values.Length);
        for (var (k, n) = (0, 0); k < shape[2]; k++)
        {
            for (var j = 0; j < shape[1]; j++)
            {
                var at = order.Line(j, k);
                for (var i = 0; i < shape[0]; i++, at += order.Stride[0])
                {
                    voxels[n++] = slices[at / area].Values[at % area] ? (byte)1 : (byte)0;
                }
            }
        }

        using var packing = packed ? new GZipStream(stream, CompressionLevel.Optimal, leaveOpen: true) : null;
        (packing ?? stream).Write(NiftiHeader.OfMask(start, header));
        (packing ?? stream).Write(voxels);
    }

    private static byte[] StartOf(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            using var bytes = IsPacked(file) ? new GZipStream(file, CompressionMode.Decompress, leaveOpen: true) : null;
            return Start((Stream?)bytes ?? file);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"{path} cannot be read: {fault.Message}");
        }
    }

    /// <summary>Whether a file at its beginning is of gzip.</summary>
    private static bool IsPacked(Stream file)
    {
        var packed = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
        file.Position = 0;
        return packed;
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

        var packed = IsPacked(file);
        try
        {
            using var gzip = packed ? new CheckedGzip(file) : null;
            return gzip is null
                ? Decode(file, () => file.ReadByte() < 0, file.Length, path, axes)
                : Decode(gzip.Bytes, gzip.IsAtEnd, MaximumPacking * file.Length, path, axes);
        }
        catch (InvalidDataException)
        {
            throw new UserException($"{path} is damaged: its gzip data cannot be unpacked, or do not match their check sum or end before it, or something lies behind them", "Copy the file again.");
        }
    }

    /// <param name="stream">What is read.</param>
    /// <param name="isAtEnd">Whether nothing is left of it; throws where it is damaged.</param>
    /// <param name="most">Bytes that the stream can hold at most: what the header claims is checked before anything is allocated.</param>
    private static Volume Decode(Stream stream, Func<bool> isAtEnd, long most, string path, NiftiAxes? axes)
    {
        var start = Start(stream);
        var (read, header) = (start.Length, NiftiHeader.Parse(start, path));
        if (header.Offset + header.DataBytes > most)
        {
            throw new UserException(
                $"{path} is truncated: its header tells of {header.DataBytes} bytes of voxels from byte {header.Offset} on", "Copy the file again.");
        }

        Skip(stream, header.Offset - read, path);
        var volume = Voxels(stream, axes is null ? header : header with { Axes = axes }, path);
        return isAtEnd()
            ? volume
            : throw new UserException($"{path} is damaged: it holds more than the {header.DataBytes} bytes of voxels that its header tells of");
    }

    /// <summary>The header, or as much of it as there is.</summary>
    private static byte[] Start(Stream stream)
    {
        var start = new byte[NiftiHeader.Length2];
        var read = stream.ReadAtLeast(start.AsSpan(0, NiftiHeader.Length1), NiftiHeader.Length1, throwOnEndOfStream: false);
        if (read == NiftiHeader.Length1 && IsLong(start))
        {
            read += stream.ReadAtLeast(start.AsSpan(read), start.Length - read, throwOnEndOfStream: false);
        }

        return start[..read];
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
        var (axes, order) = (header.Axes, VoxelOrder.Of(header.Axes, header.Shape));
        var values = new double[header.Shape[0] * header.Shape[1] * header.Shape[2]];
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
                var at = order.Line(j, k);
                for (var i = 0; i < line.Length; i++, at += order.Stride[0])
                {
                    values[at] = header.Slope * line[i] + header.Intercept;
                }
            }
        }

        var (slices, rows, columns) = order.Shape;
        return new Volume(slices, rows, columns, values, new VoxelSpacing(axes.Spacing[2], axes.Spacing[1], axes.Spacing[0]), axes.Place(order.Along, order.Grows, header.Shape))
        {
            FileAxes = axes,
        };
    }

    private static UserException Truncated(string path) =>
        new($"{path} is truncated: it ends before the voxels that its header tells of", "Copy the file again.");
}
