using System.Text;

namespace AsynDGAN.Tests.Runs;

/// <summary>Reads Markdown as a browser would: what is escaped is no mark.</summary>
internal static class MarkdownCells
{
    /// <summary>The cells of a table's line.</summary>
    public static IReadOnlyList<string> Of(string line)
    {
        var cells = new List<string>();
        var cell = new StringBuilder();
        for (var at = 1; at < line.Length; at++)
        {
            if (line[at] == '|')
            {
                cells.Add(cell.ToString().Trim());
                cell.Clear();
                continue;
            }

            at += line[at] == '\\' && at + 1 < line.Length && char.IsPunctuation(line[at + 1]) | char.IsSymbol(line[at + 1]) ? 1 : 0;
            cell.Append(line[at]);
        }

        return cells;
    }
}
