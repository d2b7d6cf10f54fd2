using System.Buffers.Binary;

namespace AsynDGAN.Core.Imaging;

/// <summary>The first chunk of a PNG file, checked.</summary>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
/// <param name="Bits">Bits a sample: 1, 2, 4, 8 or 16.</param>
/// <param name="Type">0 grey, 2 colour, 3 palette, 4 grey with alpha, 6 colour with alpha.</param>
/// <param name="Interlaced">In seven passes (Adam7).</param>
internal sealed record PngHeader(int Height, int Width, int Bits, int Type, bool Interlaced)
{
    public const int Palette = 3;

    /// <summary>Bytes of a file up to the header's end.</summary>
    public const int End = 29;

    private static readonly (int Row, int Column, int RowStep, int ColumnStep)[] passes =
        [(0, 0, 8, 8), (0, 4, 8, 8), (4, 0, 8, 4), (0, 2, 4, 4), (2, 0, 4, 2), (0, 1, 2, 2), (1, 0, 2, 1)];

    /// <summary>1 (grey) or 3.</summary>
    public int Channels => Type is 0 or 4 ? 1 : 3;

    /// <summary>8 or 16: fewer bits are scaled to 8.</summary>
    public int DecodedBits => Bits == 16 ? 16 : 8;

    private int BitsAPixel => Bits * Samples(Type);

    /// <summary>Bytes of the unpacked rows, each with its filter's.</summary>
    public long RawBytes => Interlaced
        ? passes.Sum(pass => Pass((Height - pass.Row + pass.RowStep - 1) / pass.RowStep, (Width - pass.Column + pass.ColumnStep - 1) / pass.ColumnStep))
        : Pass(Height, Width);

    /// <exception cref="UserException">The file is too short, or claims what a PNG cannot be.</exception>
    public static PngHeader Of(byte[] bytes, string path)
    {
        if (bytes.Length < End)
        {
            throw PngChunk.Truncated(path, "the PNG ends before its end mark");
        }

        var (width, height) = (BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(16)), BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(20)));
        var (bits, type) = (bytes[24], bytes[25]);
        ImageLimits.Check(path, height, width, bits * Samples(type), bytes.Length);
        var known = (type, bits) is (0 or 3, 1 or 2 or 4 or 8) or (0, 16) or (2 or 4 or 6, 8 or 16);
        return bytes.AsSpan(12, 4).SequenceEqual("IHDR"u8) && known
            ? new PngHeader((int)height, (int)width, bits, type, bytes[28] == 1)
            : throw new UserException($"{path} is damaged: its header tells of {bits} bits and colour type {type}, which no PNG has");
    }

    private static int Samples(int type) => type switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };

    private long Pass(int rows, int columns) => columns == 0 ? 0 : rows * (1 + ((long)columns * BitsAPixel + 7) / 8);
}
