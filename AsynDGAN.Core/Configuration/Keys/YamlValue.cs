using System.Collections;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace AsynDGAN.Core.Configuration.Keys;

/// <summary>Writes a configuration value as YAML on one line, so that it reads back as the same value.</summary>
internal static partial class YamlValue
{
    // Words that some YAML readers take for a truth value or for null.
    private static readonly HashSet<string> Reserved =
        new(["null", "true", "false", "yes", "no", "on", "off", "y", "n"], StringComparer.OrdinalIgnoreCase);

    /// <summary>The value's YAML; a mapping's keys are sorted, so that equal values give equal text.</summary>
    public static string Of(object? value)
    {
        return value switch
        {
            null => "null",
            bool truth => truth ? "true" : "false",
            string text => Text(text),
            Enum choice => KeyNames.Kebab(choice.ToString()),
            double number => Number(number),
            int number => number.ToString(CultureInfo.InvariantCulture),
            RowCut cut => cut.ToString(),
            IReadOnlyDictionary<string, string> map =>
                "{" + string.Join(", ", map.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => Text(p.Key) + ": " + Text(p.Value))) + "}",
            IEnumerable list => "[" + string.Join(", ", list.Cast<object?>().Select(Of)) + "]",
            _ => throw new NotSupportedException($"{value.GetType()} has no form in YAML"),
        };
    }

    /// <summary>A text, in quotes only where it needs them.</summary>
    public static string Text(string text)
    {
        return Plain().IsMatch(text) && !Reserved.Contains(text) ? text : Quote(text);
    }

    /// <summary>A text in double quotes; what is not printable is escaped.</summary>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var rune in text.EnumerateRunes())
        {
            quoted.Append(rune.Value switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                _ when IsPrintable(rune) => rune.ToString(),
                _ => "\\U" + rune.Value.ToString("x8", CultureInfo.InvariantCulture),
            });
        }

        return quoted.Append('"').ToString();
    }

    // YAML 1.1, which PyYAML reads, takes 1E-05 for a text and 1.0E-05 for a number.
    private static string Number(double number)
    {
        var text = number.ToString("R", CultureInfo.InvariantCulture);
        return text.Contains('.') ? text : text.Replace("E", ".0E");
    }

    private static bool IsPrintable(Rune rune)
    {
        return rune.Value == ' ' || Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator
            or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);
    }

    [GeneratedRegex(@"^(\.{0,2}/)?[A-Za-z][A-Za-z0-9_./-]*\z")]
    private static partial Regex Plain();
}
