using AsynDGAN.Core.Configuration;

namespace AsynDGAN.Tests;

public class ReadmeTests
{
    private static readonly string Text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "README.md")).ReplaceLineEndings("\n");

    [Test]
    public void It_holds_the_table_of_configuration_keys() =>
        Assert.That(Text, Does.Contain(ExperimentKeys.Markdown().ReplaceLineEndings("\n").Trim()));
}
