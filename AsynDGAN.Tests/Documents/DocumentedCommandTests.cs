using System.CommandLine.Parsing;
using System.Text.RegularExpressions;
using AsynDGAN.Cli.Commands;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Configuration.Reading;

namespace AsynDGAN.Tests.Documents;

/// <summary>The commands that stand as lines of their own in the documents.</summary>
public partial class DocumentedCommandTests
{
    private const string Program = "asyndgan ";

    private static IEnumerable<TestCaseData> Commands =>
        from document in Repository.Documents
        from command in Lines().Matches(Continued().Replace(Repository.Read(document), " ")).Select(line => line.Groups["command"].Value)
        select new TestCaseData(document, Spaces().Replace(command, " "));

    [TestCaseSource(nameof(Commands))]
    public void Its_options_and_keys_are_understood(string document, string command)
    {
        var parsed = AsyndganCommand.Create().Parse([.. CommandLineParser.SplitCommandLine(command[Program.Length..])]);
        Assert.That(parsed.Errors, Is.Empty, document);
        if (parsed.CommandResult.Command.Options.Any(option => option.Name == "--config")
            && parsed.GetValue<string?>("--config") is { } file && file.StartsWith("configs/", StringComparison.Ordinal))
        {
            Assert.That(() => ExperimentReader.Read(Repository.At(file), parsed.GetValue<string[]>("--set")!), Throws.Nothing, document);
        }
    }

    [Test]
    public void The_configuration_for_ones_own_images_is_an_experiment()
    {
        var block = Yaml().Match(Repository.Read("README.md")).Value;
        Assert.That(ExperimentReader.Parse(block, "hospital.yaml", []).Data.Source, Is.EqualTo(DataSource.Manifest));
    }

    [GeneratedRegex(@"^ {4,}(?<command>asyndgan .*)$", RegexOptions.Multiline)]
    private static partial Regex Lines();

    [GeneratedRegex(@" *\\\n *")]
    private static partial Regex Continued();

    [GeneratedRegex(" +")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"^ +data:\n(^ {7,}.*\n)+", RegexOptions.Multiline)]
    private static partial Regex Yaml();
}
