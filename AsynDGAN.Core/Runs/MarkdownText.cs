using System.Text.RegularExpressions;

namespace AsynDGAN.Core.Runs;

/// <summary>Names in Markdown: they neither end a table's cell or line nor become markup.</summary>
public static partial class MarkdownText
{
    /// <summary>A name as a cell or a word of a Markdown text, or a paragraph with names in it and no markup of its own.</summary>
    public static string Name(string text) => Marks().Replace(Visible.Name(text), marks => string.Concat(marks.Value.Select(mark => $"\\{mark}")));

    // Underscores within a word are none: CommonMark, "Emphasis and strong emphasis".
    [GeneratedRegex(@"[\\|`*[\]<~]|(?<![\p{L}\p{N}_])_+|_+(?![\p{L}\p{N}_])")]
    private static partial Regex Marks();
}
