using System.CommandLine.Parsing;
using AsynDGAN.Core.Configuration.Reading;
using AsynDGAN.Core.Configuration.Rules;

namespace AsynDGAN.Tests.Documents;

public class ConfigurationFileTests
{
    /// <summary>Where the data lie, of a file that asks for it in its comments.</summary>
    private static string[] Root(string path) => File.ReadAllText(path).Contains("--set data.root=") ? ["data.root=."] : [];

    private static IEnumerable<string> Files => Directory.GetFiles(Repository.At("configs"), "*.yaml").Select(file => Path.GetFileName(file)).Order();

    [TestCaseSource(nameof(Files))]
    public void It_is_an_experiment_by_itself_and_with_each_line_of_overrides_that_it_names(string file)
    {
        var path = Repository.At(Path.Combine("configs", file));
        Assert.That(() => ExperimentReader.Read(path, Root(path)), Throws.Nothing);
        foreach (var line in Overrides(path))
        {
            Assert.That(() => ExperimentReader.Read(path, [.. Root(path), .. line]), Throws.Nothing, string.Join(' ', line));
        }
    }

    [TestCaseSource(nameof(Files))]
    public void It_has_no_key_that_nothing_looks_at(string file)
    {
        var path = Repository.At(Path.Combine("configs", file));
        foreach (var line in Overrides(path).Prepend([]))
        {
            Assert.That(IdleKeys.Of(ExperimentReader.Read(path, [.. Root(path), .. line])), Is.Empty, string.Join(' ', line));
        }
    }

    [Test]
    public void Nuclei_have_the_settings_of_the_authors_answer_and_a_line_for_those_of_their_script()
    {
        var path = Repository.At("configs/nuclei.yaml");
        var answer = ExperimentReader.Read(path, Root(path));
        var script = ExperimentReader.Read(path, [.. Root(path), .. Overrides(path).Single(line => line.Any(key => key.StartsWith("loss.lambda_l1", StringComparison.Ordinal)))]);
        Assert.Multiple(() =>
        {
            Assert.That((answer.Loss.LambdaL1, answer.Loss.LambdaPerceptual, answer.Training.BatchSize), Is.EqualTo((100, 1, 2)));
            Assert.That((script.Loss.LambdaL1, script.Loss.LambdaPerceptual, script.Training.BatchSize), Is.EqualTo((0, 10, 12)));
            Assert.That((answer.Training.Epochs, answer.Training.DecayEpochs), Is.EqualTo((200, 200)));
            Assert.That(script.Training with { BatchSize = 2 }, Is.EqualTo(answer.Training));
        });
    }

    /// <summary>The comments of a configuration that hold nothing but overrides: the values of each.</summary>
    private static IEnumerable<string[]> Overrides(string path) =>
        File.ReadLines(path).Where(line => line.StartsWith("#   --set", StringComparison.Ordinal))
            .Select(line => CommandLineParser.SplitCommandLine(line[1..]).Where(word => word != "--set").ToArray());
}
