using System.Text;

namespace AsynDGAN.Core.Runs;

/// <summary>Names in Markdown: they neither end a table's cell or line nor become markup.</summary>
public static class MarkdownText
{
    private const string Marks = @"\|`*[]<";

    /// <summary>A name as a cell or a word of a Markdown text.</summary>
    public static string Name(string text)
    {
        var cell = new StringBuilder();
        foreach (var c in Visible.Name(text))
        {
            cell.Append(Marks.Contains(c) ? $"\\{c}" : c.ToString());
        }

        return cell.ToString();
    }

    /// <summary>The cells of a table's line, as their names were before <see cref="Name"/>.</summary>
    public static IReadOnlyList<string> Cells(string line)
    {
        var cells = new List<string>();
        var cell = new StringBuilder();
        for (var at = line.StartsWith('|') ? 1 : 0; at < line.Length; at++)
        {
            if (line[at] == '|')
            {
                cells.Add(cell.ToString().Trim());
                cell.Clear();
            }
            else
            {
                at += IsEscape(line, at) ? 1 : 0;
                cell.Append(line[at]);
            }
        }

        return cell.ToString().Trim() is { Length: > 0 } last ? [.. cells, last] : cells;
    }

    /// <summary>A text outside of tables, as its names were before <see cref="Name"/>.</summary>
    public static string Plain(string text)
    {
        var plain = new StringBuilder();
        for (var at = 0; at < text.Length; at++)
        {
            at += IsEscape(text, at) ? 1 : 0;
            plain.Append(text[at]);
        }

        return plain.ToString();
    }

    private static bool IsEscape(string text, int at) => text[at] == '\\' && at + 1 < text.Length && Marks.Contains(text[at + 1]);
}
