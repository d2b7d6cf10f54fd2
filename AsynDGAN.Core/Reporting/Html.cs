using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text;

namespace AsynDGAN.Core.Reporting;

/// <summary>
/// A piece of HTML, written as an interpolated string: its literal text is markup, and every value in it is escaped unless
/// it is such a piece itself. So what comes from files cannot become markup by an oversight.
/// </summary>
[InterpolatedStringHandler]
internal sealed class Html(int literalLength, int formattedCount)
{
    private readonly StringBuilder text = new(literalLength + 16 * formattedCount);

    /// <summary>One piece an item, joined.</summary>
    public static IEnumerable<Html> Each<T>(IEnumerable<T> items, Func<T, Html> piece) => items.Select(piece);

    /// <summary>A picture within the page.</summary>
    /// <param name="bytes">A PNG or JPEG.</param>
    /// <param name="description">What it shows, for those who do not see it.</param>
    /// <param name="style">Its class.</param>
    public static Html Picture(byte[] bytes, string description, string style = "figure")
    {
        var type = bytes is [0xFF, 0xD8, ..] ? "jpeg" : "png";
        return $"""<img class="{style}" src="data:image/{type};base64,{Convert.ToBase64String(bytes)}" alt="{description}">""";
    }

    /// <summary>Markup, as it is.</summary>
    public void AppendLiteral(string markup) => text.Append(markup);

    /// <summary>A piece, or a sequence of them, as it is; anything else escaped, numbers in the invariant culture.</summary>
    public void AppendFormatted<T>(T value, string? format = null)
    {
        switch (value)
        {
            case null:
                break;
            case Html piece:
                text.Append(piece.text);
                break;
            case IEnumerable<Html?> pieces:
                foreach (var piece in pieces.OfType<Html>())
                {
                    text.Append(piece.text);
                }

                break;
            case IFormattable formattable:
                text.Append(WebUtility.HtmlEncode(formattable.ToString(format, CultureInfo.InvariantCulture)));
                break;
            default:
                text.Append(WebUtility.HtmlEncode(Visible.Lines(value.ToString() ?? "")));
                break;
        }
    }

    /// <inheritdoc />
    public override string ToString() => text.ToString();
}
