using System.Text;

namespace AsynDGAN.Core.Runs;

/// <summary>A table to be read. It is written as Markdown here; the report writes it as HTML.</summary>
/// <param name="Header">A title a column.</param>
/// <param name="Rows">Each with a cell a column. The first cells are names, which may hold any characters; the others are numbers and words of the program.</param>
public sealed record TextTable(IReadOnlyList<string> Header, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    /// <summary>How many of a row's first cells are names.</summary>
    public int Names { get; init; } = 1;

    /// <summary>The table in Markdown, every line with its end.</summary>
    public string Markdown()
    {
        var text = new StringBuilder();
        Line(Header);
        text.Append($"|{string.Concat(Header.Select(_ => "---|"))}\n");
        foreach (var row in Rows)
        {
            Line([.. row.Take(Names).Select(MarkdownText.Name), .. row.Skip(Names)]);
        }

        return text.ToString();

        void Line(IReadOnlyList<string> cells) => text.Append($"| {string.Join(" | ", cells)} |\n");
    }
}
