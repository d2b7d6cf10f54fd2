using AsynDGAN.Core.Runs;

namespace AsynDGAN.Tests.Runs;

public class TextTableTests
{
    [Test]
    public void A_table_is_written_as_markdown_with_its_names_escaped() => Assert.That(
        new TextTable(["row", "b [95%]", "c"], [["a|b", "0.5 [0.4, 0.6]", ""], ["plain", "", "1"]]).Markdown(),
        Is.EqualTo("| row | b [95%] | c |\n|---|---|---|\n| a\\|b | 0.5 [0.4, 0.6] |  |\n| plain |  | 1 |\n"));
}
