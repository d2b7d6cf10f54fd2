namespace AsynDGAN.Core.Imaging;

/// <summary>Reads a picture, whatever its format: the first bytes tell, the extension is not looked at.</summary>
public static class ImageFile
{
    private const long MaximumBytes = 1 << 30;

    /// <summary>
    /// Reads a PNG, JPEG or TIFF file of 8 or 16 bits, grey (one channel) or colour (three, red first).
    /// </summary>
    /// <remarks>
    /// An alpha channel is dropped without being applied. A PNG with a palette becomes colour, a grey PNG of 1, 2 or 4 bits
    /// is scaled to 8. A TIFF whose zero means white is inverted. The picture is turned upright as its file's own tag tells (EXIF
    /// in JPEG and PNG, TIFF's field). Notes on colour profiles are not applied.
    /// </remarks>
    /// <exception cref="UserException">
    /// The file is missing, empty, truncated, damaged, not a picture, of a kind that is not read (bit depth, compression,
    /// several pages) or larger than 100 million pixels.
    /// </exception>
    public static PixelArray Read(string path) => Decode(ReadBytes(path), path);

    internal static PixelArray Decode(byte[] bytes, string path)
    {
        return bytes.AsSpan() switch
        {
            [] => throw new UserException($"{path} is empty"),
            [0x89, (byte)'P', (byte)'N', (byte)'G', ..] => PngFile.Decode(bytes, path),
            [0xFF, 0xD8, 0xFF, ..] => JpegFile.Decode(bytes, path),
            [(byte)'I', (byte)'I', 42 or 43, 0, ..] or [(byte)'M', (byte)'M', 0, 42 or 43, ..] => TiffFile.Decode(bytes, path),
            _ => throw new UserException($"{path} is not a PNG, JPEG or TIFF picture", "Convert it to PNG or TIFF."),
        };
    }

    /// <summary>Reads a mask with all that its file tells: stored numbers, colours and alpha.</summary>
    /// <exception cref="UserException">As of <see cref="Read"/>, or there are too many colours for a mask.</exception>
    public static StoredMask ReadMask(string path) => DecodeMask(ReadBytes(path), path);

    internal static StoredMask DecodeMask(byte[] bytes, string path) => bytes.AsSpan() switch
    {
        [0x89, (byte)'P', (byte)'N', (byte)'G', ..] => PngFile.DecodeMask(bytes, path),
        [(byte)'I', (byte)'I', 42 or 43, 0, ..] or [(byte)'M', (byte)'M', 0, 42 or 43, ..] => TiffFile.DecodeMask(bytes, path),
        _ => StoredMask.Of(Decode(bytes, path), lossy: true),
    };

    /// <summary>Says that there is no file; null where there is one.</summary>
    internal static string? Absent(string path)
    {
        return GivenPath.LostLink(path) is { } lost ? lost : File.Exists(path) ? null : Directory.Exists(path) ? $"{path} is a folder" : $"{path} does not exist{GivenPath.Hint(path)}";
    }

    private static byte[] ReadBytes(string path)
    {
        try
        {
            if (Directory.Exists(path))
            {
                throw new UserException($"{path} is a folder, not a picture");
            }

            if (Absent(path) is { } absent)
            {
                throw new UserException(absent);
            }

            var file = new FileInfo(path);
            if (file.Length > MaximumBytes)
            {
                throw new UserException($"{path} has {file.Length} bytes; a picture may have {MaximumBytes}");
            }

            return GivenPath.IsEmpty(path) ? [] : File.ReadAllBytes(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"{path} cannot be read: {fault.Message}");
        }
    }
}
