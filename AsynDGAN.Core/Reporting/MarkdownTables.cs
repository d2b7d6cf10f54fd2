using AsynDGAN.Core.Runs;

namespace AsynDGAN.Core.Reporting;

/// <summary>Text of tables and paragraphs, as a comparison's table.md is, in HTML. No other Markdown is known.</summary>
internal static class MarkdownTables
{
    public static IEnumerable<Html> ToHtml(IReadOnlyList<string> lines)
    {
        for (var i = 0; i < lines.Count;)
        {
            var table = lines.Skip(i).TakeWhile(line => line.StartsWith('|')).ToList();
            if (table.Count > 0)
            {
                yield return Table(table);
            }
            else if (lines[i].Length > 0)
            {
                yield return $"<p>{MarkdownText.Plain(lines[i])}</p>\n";
            }

            i += Math.Max(1, table.Count);
        }
    }

    /// <summary>The first line is the head, the second the rule below it.</summary>
    private static Html Table(IReadOnlyList<string> lines) => $"""
        <div class="scroll results"><table>
        <tr>{Html.Each(MarkdownText.Cells(lines[0]), cell => $"<th>{cell}</th>")}</tr>
        {Html.Each(lines.Skip(2), line => $"<tr>{Html.Each(MarkdownText.Cells(line), cell => $"<td>{cell}</td>")}</tr>\n")}
        </table></div>

        """;
}
