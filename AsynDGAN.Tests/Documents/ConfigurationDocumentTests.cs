using AsynDGAN.Core.Configuration.Keys;

namespace AsynDGAN.Tests.Documents;

public class ConfigurationDocumentTests
{
    [Test]
    public void The_document_of_keys_is_what_the_command_prints() =>
        Assert.That(Repository.Read("docs/configuration.md"), Is.EqualTo(ExperimentKeys.Markdown()), "run: asyndgan keys > docs/configuration.md");
}
