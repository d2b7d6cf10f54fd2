using System.Globalization;
using System.Text;

namespace AsynDGAN.Core;

/// <summary>
/// Text from files and command lines as it may be shown. Names of sites, patients and files may hold anything; what would
/// move a terminal's cursor, turn the direction of writing or break a line becomes its code, such as \u001b.
/// </summary>
public static class Visible
{
    /// <summary>A name, in one line.</summary>
    public static string Name(string text) => Escaped(text, _ => false);

    /// <summary>A text of several lines, whose line feeds stay.</summary>
    public static string Lines(string text) => Escaped(text, at => text[at] == '\n');

    /// <summary>A message of one line, or with a list of which every line is indented; a line feed in a name is told from those by that.</summary>
    public static string Message(string text) => Escaped(text, at => text[at] == '\n' && text.AsSpan(at + 1).StartsWith("  "));

    private static string Escaped(string text, Predicate<int> stays)
    {
        var shown = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length;)
        {
            // A half of a surrogate pair is no character at all.
            var whole = Rune.TryGetRuneAt(text, at, out var rune);
            var length = whole ? rune.Utf16SequenceLength : 1;
            if (stays(at) || (whole && !Hides(rune)))
            {
                shown.Append(text, at, length);
            }
            else
            {
                shown.Append(whole && !rune.IsBmp ? $"\\U{rune.Value:x8}" : $"\\u{(int)text[at]:x4}");
            }

            at += length;
        }

        return shown.Length == text.Length ? text : shown.ToString();
    }

    /// <summary>Control characters, ends of lines, and marks without a form of their own, but for the two joiners that scripts need.</summary>
    private static bool Hides(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => true,
        UnicodeCategory.Format => rune.Value is not (0x200C or 0x200D),
        _ => false,
    };
}
