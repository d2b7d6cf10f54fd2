using SkiaSharp;

namespace AsynDGAN.Core.Figures;

/// <summary>
/// Text in the embedded font: without one, text is silently blank on a system that has no fonts, and figures differ
/// between systems.
/// </summary>
internal static class Lettering
{
    private static readonly SKTypeface typeface = NewTypeface();

    public static SKFont Font(float size)
    {
        return new SKFont(typeface, size) { Edging = SKFontEdging.Antialias, Hinting = SKFontHinting.None, Subpixel = false };
    }

    /// <summary>A name in one line, and no wider than it can be looked at, since it may have any length: cut as by <see cref="Fit"/>.</summary>
    /// <param name="name">The name.</param>
    /// <param name="size">Of its letters, in pixels.</param>
    /// <param name="width">What it may take, in pixels.</param>
    public static string Readable(string name, double size, double width)
    {
        using var font = Font((float)size);
        return Fit(Visible.Name(name), font, (float)width);
    }

    /// <summary>The text, or as much of it as fits with dots after it.</summary>
    public static string Fit(string text, SKFont font, float width)
    {
        if (font.MeasureText(text) <= width)
        {
            return text;
        }

        // The end tells one slice of a patient from another, so the middle is left out.
        // No letter is narrower than a pixel.
        var head = Math.Min(text.Length, (int)width);
        var tail = head / 3;
        while (head > 0 && font.MeasureText(Shortened()) > width)
        {
            head--;
            tail = Math.Min(tail, head);
        }

        return head == 0 ? "" : Shortened();

        string Shortened() => text[..head] + "…" + text[^tail..];
    }

    /// <summary>The text in one line, or in two where it is too wide; what is still too wide is cut as by <see cref="Fit"/>.</summary>
    public static string[] Wrap(string text, SKFont font, float width)
    {
        if (font.MeasureText(text) <= width)
        {
            return [text];
        }

        // The second line takes what is left, so the first takes all that it can.
        var end = Enumerable.Range(1, text.Length - 1).LastOrDefault(i => text[i - 1] is ' ' or '-' or '+' or '_' && font.MeasureText(text[..i].Trim()) <= width);
        return end == 0 ? [Fit(text, font, width)] : [text[..end].Trim(), Fit(text[end..].Trim(), font, width)];
    }

    /// <summary>The font anew; its user's to free.</summary>
    public static SKTypeface NewTypeface()
    {
        using var stream = typeof(Lettering).Assembly.GetManifestResourceStream("DejaVuSans.ttf");
        return SKTypeface.FromStream(stream);
    }
}
