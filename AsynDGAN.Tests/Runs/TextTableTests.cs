using AsynDGAN.Core.Runs;

namespace AsynDGAN.Tests.Runs;

public class TextTableTests
{
    [Test]
    public void A_table_is_written_as_markdown_with_its_names_escaped() => Assert.That(
        new TextTable(["row", "b [95%]", "c"], [["a|b", "0.5 [0.4, 0.6]", ""], ["plain", "", "1"]]).Markdown(),
        Is.EqualTo("| row | b [95%] | c |\n|---|---|---|\n| a\\|b | 0.5 [0.4, 0.6] |  |\n| plain |  | 1 |\n"));

    [Test]
    public void Several_cells_may_be_names() => Assert.That(
        new TextTable(["a", "b", "c"], [["x|y", "Cr|b`c", "0.5 [0.4, 0.6]"]]) { Names = 2 }.Markdown(),
        Does.EndWith("| x\\|y | Cr\\|b\\`c | 0.5 [0.4, 0.6] |\n"));
}
