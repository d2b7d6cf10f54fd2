using System.Text.RegularExpressions;

namespace AsynDGAN.Tests.Documents;

public partial class QuotationTests
{
    [Test]
    public void Quoted_lines_of_code_are_in_their_file_in_this_order()
    {
        var quotations = Repository.Documents.SelectMany(document => Quotations().Matches(Repository.Read(document))).ToArray();
        Assert.That(quotations, Is.Not.Empty);
        Assert.Multiple(() =>
        {
            foreach (var quotation in quotations)
            {
                var code = Repository.Read(quotation.Groups["file"].Value).Split('\n').Select(line => line.Trim());
                Assert.That(Missing(quotation.Groups["code"].Value, code), Is.Null, quotation.Groups["file"].Value);
            }
        });
    }

    [Test]
    public void A_line_that_is_not_there_is_found() => Assert.That(Missing("a\nb\nc", ["a", "c", "b"]), Is.EqualTo("c"));

    /// <summary>The first quoted line that does not follow those before it in the code; null where all do.</summary>
    private static string? Missing(string quotation, IEnumerable<string> code)
    {
        using var line = code.GetEnumerator();
        foreach (var quoted in quotation.Split('\n').Select(text => text.Trim()).Where(text => text.Length > 0 && text != "..."))
        {
            do
            {
                if (!line.MoveNext())
                {
                    return quoted;
                }
            }
            while (line.Current != quoted);
        }

        return null;
    }

    [GeneratedRegex(@"```csharp\n// (?<file>\S+)\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Quotations();
}
