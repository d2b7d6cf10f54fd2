using AsynDGAN.Core.Runs;

namespace AsynDGAN.Core.Reporting;

/// <summary>A table to be read, in HTML.</summary>
internal static class HtmlTable
{
    /// <summary>The table in a box of its own, within which it scrolls where it is wider than the page.</summary>
    public static Html Of(TextTable table) => $"""
        <div class="scroll results"><table>
        <thead><tr>{Html.Each(table.Header, cell => $"<th>{cell}</th>")}</tr></thead>
        {Html.Each(table.Rows, row => $"<tr>{Html.Each(row, cell => $"<td>{Visible.Name(cell)}</td>")}</tr>\n")}
        </table></div>

        """;
}
