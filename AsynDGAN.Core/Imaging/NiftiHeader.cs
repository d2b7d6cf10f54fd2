using System.Globalization;

namespace AsynDGAN.Core.Imaging;

/// <summary>The header of a single-file NIfTI-1 or NIfTI-2 volume (https://nifti.nimh.nih.gov), checked.</summary>
/// <param name="Length">348 or 540 bytes.</param>
/// <param name="BigEndian">The byte order of header and voxels.</param>
/// <param name="Shape">Voxels along the file's three axes, the first the fastest.</param>
/// <param name="Type">The voxels' type.</param>
/// <param name="Offset">Where the voxels begin.</param>
/// <param name="Slope">A voxel's value is Slope * stored + Intercept; 1 where the header gives none (0, NaN or infinite).</param>
/// <param name="Intercept">0 where the header gives none, or no slope.</param>
/// <param name="Axes">Where the axes lie in the body.</param>
internal sealed record NiftiHeader(
    int Length, bool BigEndian, IReadOnlyList<int> Shape, NiftiType Type, long Offset, double Slope, double Intercept, NiftiAxes Axes)
{
    public const int Length1 = 348;
    public const int Length2 = 540;

    // A double of each is kept: 2.4 GB.
    private const long MaximumVoxels = 300_000_000;

    private static readonly byte[] magic1 = "n+1\0"u8.ToArray();
    private static readonly byte[] magic2 = "n+2\0\r\n\u001a\n"u8.ToArray();

    /// <summary>Bytes that the voxels take.</summary>
    public long DataBytes => (long)Shape[0] * Shape[1] * Shape[2] * Type.Bytes;

    /// <summary>Reads the header at the beginning of the (decompressed) bytes.</summary>
    /// <param name="bytes">At least the header where the file has as much.</param>
    /// <param name="path">What messages call the file.</param>
    /// <exception cref="UserException">It is truncated, not NIfTI, contradicts itself, or is of a kind that is not read.</exception>
    public static NiftiHeader Parse(ReadOnlySpan<byte> bytes, string path)
    {
        if (bytes.Length < Length1)
        {
            throw new UserException($"{path} is truncated or no NIfTI file: {bytes.Length} bytes, the header alone has {Length1}");
        }

        var bigEndian = new NiftiFields(bytes, true).Int32(0) is Length1 or Length2;
        var fields = new NiftiFields(bytes, bigEndian);
        return fields.Int32(0) switch
        {
            Length1 => Parse1(bytes, fields, bigEndian, path),
            Length2 when bytes.Length < Length2 => throw new UserException(
                $"{path} is truncated: {bytes.Length} bytes, the header of NIfTI-2 has {Length2}"),
            Length2 => Parse2(bytes, fields, bigEndian, path),
            var size => throw new UserException($"{path} is not a NIfTI file: its header length is {size}, not {Length1} or {Length2}"),
        };
    }

    private static NiftiHeader Parse1(ReadOnlySpan<byte> bytes, NiftiFields fields, bool bigEndian, string path)
    {
        CheckMagic(bytes.Slice(344, 4), magic1, "ni1\0"u8, path);
        var (dim, pixdim) = (new long[8], new double[8]);
        for (var i = 0; i < 8; i++)
        {
            (dim[i], pixdim[i]) = (fields.Int16(40 + 2 * i), fields.Single(76 + 4 * i));
        }

        double[] sform = [.. Singles(fields, 280, 12)], qform = [.. Singles(fields, 256, 6)];
        var axes = AxesOf(IsKnown(fields.Int16(254)) ? sform : null, IsKnown(fields.Int16(252)) ? qform : null, pixdim, bytes[123], path);
        return Checked(
            Length1, bigEndian, dim, fields.Int16(70), fields.Int16(72), fields.Single(108), fields.Single(112), fields.Single(116), axes, path);
    }

    private static NiftiHeader Parse2(ReadOnlySpan<byte> bytes, NiftiFields fields, bool bigEndian, string path)
    {
        CheckMagic(bytes.Slice(4, 8), magic2, "ni2\0"u8, path);
        var (dim, pixdim, sform, qform) = (new long[8], new double[8], new double[12], new double[6]);
        for (var i = 0; i < 8; i++)
        {
            (dim[i], pixdim[i]) = (fields.Int64(16 + 8 * i), fields.Double(104 + 8 * i));
        }

        for (var i = 0; i < 12; i++)
        {
            sform[i] = fields.Double(400 + 8 * i);
        }

        for (var i = 0; i < 6; i++)
        {
            qform[i] = fields.Double(352 + 8 * i);
        }

        var axes = AxesOf(IsKnown(fields.Int32(348)) ? sform : null, IsKnown(fields.Int32(344)) ? qform : null, pixdim, fields.Int32(500), path);
        return Checked(
            Length2, bigEndian, dim, fields.Int16(12), fields.Int16(14), fields.Int64(168), fields.Double(176), fields.Double(184), axes, path);
    }

    /// <summary>The header of a mask of one byte a voxel on the same grid, and the bytes up to its voxels.</summary>
    /// <param name="start">The header as it is stored.</param>
    /// <param name="header">The same, read.</param>
    public static byte[] OfMask(ReadOnlySpan<byte> start, NiftiHeader header)
    {
        // Of the two versions: data type and bits, where voxels begin, slope and intercept, the range that is shown, the intent and its parameters.
        var isFirst = header.Length == Length1;
        var mask = new byte[header.Length + 4];
        start.CopyTo(mask);
        foreach (var (at, count) in isFirst ? new[] { (56, 14), (112, 8), (124, 8) } : [(80, 24), (176, 16), (192, 16), (504, 4)])
        {
            mask.AsSpan(at, count).Clear();
        }

        Int16(isFirst ? 70 : 12, 2);
        Int16(isFirst ? 72 : 14, 8);
        if (isFirst)
        {
            Single(108, mask.Length);
            Single(112, 1);
        }
        else
        {
            Write(mask.AsSpan(168), BitConverter.GetBytes((long)mask.Length));
            Write(mask.AsSpan(176), BitConverter.GetBytes(1.0));
        }

        return mask;

        void Int16(int at, short value) => Write(mask.AsSpan(at), BitConverter.GetBytes(value));
        void Single(int at, float value) => Write(mask.AsSpan(at), BitConverter.GetBytes(value));
        void Write(Span<byte> to, byte[] bytes)
        {
            if (header.BigEndian == BitConverter.IsLittleEndian)
            {
                Array.Reverse(bytes);
            }

            bytes.CopyTo(to);
        }
    }

    /// <summary>The axes in millimetres, whatever unit the header's lengths are in (xyzt_units).</summary>
    private static NiftiAxes AxesOf(double[]? sform, double[]? qform, double[] pixdim, int units, string path)
    {
        // The lowest three bits: 1 metres, 2 millimetres, 3 micrometres; where the header does not tell, they are millimetres.
        var millimetres = (units & 7) switch { 1 => 1000, 3 => 0.001, _ => 1 };
        return NiftiAxes.Of(
            sform?.Select(value => value * millimetres).ToArray(),
            qform is null ? null : [.. qform[..3], .. qform[3..].Select(value => value * millimetres)],
            [pixdim[0], .. pixdim[1..].Select(size => size * millimetres)], path);
    }

    // The codes of a space, from scanner to template; others count as 0.
    private static bool IsKnown(int code) => code is >= 1 and <= 5;

    private static double[] Singles(NiftiFields fields, int at, int count)
    {
        var values = new double[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = fields.Single(at + 4 * i);
        }

        return values;
    }

    private static void CheckMagic(ReadOnlySpan<byte> found, byte[] wanted, ReadOnlySpan<byte> pair, string path)
    {
        if (found.StartsWith(pair))
        {
            throw new UserException($"{path} is the header of a pair of files (.hdr and .img), which is not read", "Convert it to one .nii file.");
        }

        if (!found.SequenceEqual(wanted))
        {
            throw new UserException($"{path} is not a NIfTI file: the magic bytes in its header are wrong");
        }
    }

    private static NiftiHeader Checked(
        int length, bool bigEndian, long[] dim, int datatype, int bitpix, double offset, double slope, double intercept, NiftiAxes axes, string path)
    {
        var type = NiftiType.Of(datatype) ?? throw new UserException(
            $"{path} has the data type {datatype}, which is not read", "Integers of 8 to 64 bits and floating point of 32 and 64 bits are.");
        if (bitpix != 8 * type.Bytes)
        {
            throw new UserException($"{path} is damaged: its data type {datatype} has {8 * type.Bytes} bits a voxel, its header claims {bitpix}");
        }

        // The standard wants the voxels on a multiple of 16 behind the header and its 4 extension bytes; many files have others.
        if (!(offset >= length + 4 && offset <= long.MaxValue / 2) || offset % 1 != 0)
        {
            throw new UserException(
                $"{path} is damaged: its voxels begin at byte {offset.ToString(CultureInfo.InvariantCulture)}, its header ends at {length + 4}");
        }

        var shape = ShapeOf(dim, path);
        if ((long)shape[0] * type.Bytes > Array.MaxLength)
        {
            throw new UserException($"{path} claims {string.Join("x", shape)} voxels of {type.Bytes} bytes; rows of {Array.MaxLength} bytes are the limit");
        }

        var scaled = slope != 0 && double.IsFinite(slope);
        return new NiftiHeader(
            length, bigEndian, shape, type, (long)offset, scaled ? slope : 1,
            scaled && double.IsFinite(intercept) ? intercept : 0, axes);
    }

    private static int[] ShapeOf(long[] dim, string path)
    {
        if (dim[0] is < 1 or > 7)
        {
            throw new UserException($"{path} is damaged: it claims {dim[0]} axes; NIfTI has 1 to 7");
        }

        var axes = dim[1..(int)(dim[0] + 1)];
        if (axes.Any(length => length < 1))
        {
            throw new UserException($"{path} is damaged: it claims {string.Join("x", axes)} voxels");
        }

        if (axes.Skip(3).Any(length => length > 1))
        {
            throw new UserException($"{path} holds several volumes ({string.Join("x", axes)}); one is read", "Split it into one file a volume.");
        }

        var voxels = axes.Aggregate((System.Numerics.BigInteger)1, (product, length) => product * length);
        return voxels <= MaximumVoxels
            ? [.. axes.Take(3).Select(length => (int)length), .. Enumerable.Repeat(1, Math.Max(0, 3 - axes.Length))]
            : throw new UserException($"{path} claims {string.Join("x", axes)} voxels; {MaximumVoxels} are the limit");
    }
}
