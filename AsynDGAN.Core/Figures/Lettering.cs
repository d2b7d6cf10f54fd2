using SkiaSharp;

namespace AsynDGAN.Core.Figures;

/// <summary>
/// Text in the embedded font: without one, text is silently blank on a system that has no fonts, and figures differ
/// between systems.
/// </summary>
internal static class Lettering
{
    private static readonly SKTypeface typeface = Load();

    public static SKFont Font(float size)
    {
        return new SKFont(typeface, size) { Edging = SKFontEdging.Antialias, Hinting = SKFontHinting.None, Subpixel = false };
    }

    /// <summary>The text, or as much of it as fits with dots after it.</summary>
    public static string Fit(string text, SKFont font, float width)
    {
        if (font.MeasureText(text) <= width)
        {
            return text;
        }

        var length = text.Length;
        while (length > 0 && font.MeasureText(text[..length] + "…") > width)
        {
            length--;
        }

        return length == 0 ? "" : text[..length] + "…";
    }

    private static SKTypeface Load()
    {
        using var stream = typeof(Lettering).Assembly.GetManifestResourceStream("DejaVuSans.ttf");
        return SKTypeface.FromStream(stream);
    }
}
