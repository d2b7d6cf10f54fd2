using AsynDGAN.Core.Imaging;

namespace AsynDGAN.Core.Setup;

/// <summary>Whether a picture has transparency, which images are read without.</summary>
internal static class AlphaChannel
{
    // Of a PNG: the place of the colour type in the file, and grey and colour with alpha.
    private const int TypeAt = 25, GreyWithAlpha = 4, ColourWithAlpha = 6;

    /// <summary>Of a PNG or TIFF, by its header; of other files, and of one that cannot be read, false.</summary>
    public static bool IsIn(string path)
    {
        try
        {
            using var file = GivenPath.OpenRead(path);
            var header = new byte[TypeAt + 1];
            file.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
            return header is [0x89, (byte)'P', (byte)'N', (byte)'G', .., GreyWithAlpha or ColourWithAlpha]
                || (header is [(byte)'I', (byte)'I', 42, 0, ..] or [(byte)'M', (byte)'M', 0, 42, ..]
                    && new TiffDirectory(File.ReadAllBytes(path), path) is var directory && directory.Samples > directory.Channels);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or UserException)
        {
            // Told when it is read.
            return false;
        }
    }
}
