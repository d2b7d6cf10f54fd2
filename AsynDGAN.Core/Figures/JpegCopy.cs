using SkiaSharp;

namespace AsynDGAN.Core.Figures;

/// <summary>Pictures made small, for pages that must stay light.</summary>
public static class JpegCopy
{
    private const int Quality = 80;

    /// <summary>A picture as JPEG, at most as wide as given.</summary>
    /// <param name="picture">The bytes of a PNG.</param>
    /// <param name="maximumWidth">In pixels; a picture that is narrower keeps its size.</param>
    /// <returns>The bytes of a JPEG; the same bytes for the same picture.</returns>
    /// <exception cref="ArgumentException">It is no picture.</exception>
    public static byte[] ToJpeg(byte[] picture, int maximumWidth)
    {
        using var data = SKData.CreateCopy(picture);
        using var codec = SKCodec.Create(data) ?? throw new ArgumentException("these bytes are no picture", nameof(picture));
        using var original = SKBitmap.Decode(codec) ?? throw new ArgumentException("this picture is damaged", nameof(picture));
        var width = Math.Min(original.Width, maximumWidth);
        var height = Math.Max(1, original.Height * width / original.Width);
        using var resized = original.Resize(new SKImageInfo(width, height), new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        using var encoded = resized.Encode(SKEncodedImageFormat.Jpeg, Quality);
        return encoded.ToArray();
    }
}
