using AsynDGAN.Core;
using AsynDGAN.Core.Runs;

namespace AsynDGAN.Tests.Runs;

public class MarkdownTextTests
{
    [TestCase("Real-Subset-he_white, new masks")]
    [TestCase("a|b")]
    [TestCase(@"a\|b\")]
    [TestCase("<img src=x> `code` *bold* [link](javascript:x)")]
    [TestCase("a\nb | c\u001b[31m")]
    [TestCase("_a_ __b_ c__d ~~e~~")]
    public void A_name_is_one_cell_whatever_it_holds(string name)
    {
        var line = $"| {MarkdownText.Name(name)} | 2 |";
        Assert.That(line, Does.Not.Contain("\n").And.Not.Contain("\u001b"));
        Assert.That(MarkdownCells.Of(line), Is.EqualTo(new[] { Visible.Name(name), "2" }));
    }

    [TestCase("_a_", @"\_a\_")]
    [TestCase("__a__", @"\_\_a\_\_")]
    [TestCase("he_white__b _ (_c)", @"he_white__b \_ (\_c)")]
    [TestCase("~~a~~", @"\~\~a\~\~")]
    public void A_name_is_neither_emphasised_nor_struck_through(string name, string markdown) => Assert.That(MarkdownText.Name(name), Is.EqualTo(markdown));

    [Test]
    public void Names_that_need_nothing_stay_as_they_are() =>
        Assert.That(MarkdownText.Name("Real-Subset-he_white+AsynDGAN (2)"), Is.EqualTo("Real-Subset-he_white+AsynDGAN (2)"));
}
