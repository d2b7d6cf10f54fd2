using System.Text;

namespace AsynDGAN.Core.Runs;

/// <summary>Names in Markdown: they neither end a table's cell or line nor become markup.</summary>
public static class MarkdownText
{
    private const string Marks = @"\|`*[]<";

    /// <summary>A name as a cell or a word of a Markdown text, or a paragraph with names in it and no markup of its own.</summary>
    public static string Name(string text)
    {
        var cell = new StringBuilder();
        foreach (var c in Visible.Name(text))
        {
            cell.Append(Marks.Contains(c) ? $"\\{c}" : c.ToString());
        }

        return cell.ToString();
    }
}
