using System.Text.RegularExpressions;

namespace AsynDGAN.Tests.Architecture;

/// <summary>
/// Tests of commands run beside all others, in one process: what they share with it they may neither change nor depend on, but
/// for fixtures of theirs that are marked to run alone. Elsewhere that mark has no effect.
/// </summary>
public partial class SharedProcessTests
{
    private static readonly IReadOnlyList<string> files =
    [
        .. Directory.EnumerateFiles(Repository.At("AsynDGAN.Tests"), "*Tests.cs", SearchOption.AllDirectories)
            .Where(file => Path.GetFileNameWithoutExtension(file) != nameof(SharedProcessTests)),
    ];

    [Test]
    public void No_test_changes_the_console_or_the_command_beside_others() =>
        Assert.That(files.Where(file => !RunsAlone(file) && Changes().IsMatch(File.ReadAllText(file))), Is.Empty);

    [Test]
    public void No_test_of_a_command_computes_by_switches_that_others_turn()
    {
        var beside = files.Where(file => IsOfCommand(file) && !RunsAlone(file)).ToList();
        Assert.That(beside, Has.Count.GreaterThan(20));
        Assert.That(beside.Where(file => Computes().IsMatch(File.ReadAllText(file))), Is.Empty, "work.Run has a process of its own");
    }

    [TestCase("Console.SetOut(printed);")]
    [TestCase("AnsiConsole.Console = before;")]
    [TestCase("CommandRun.Of(parsed, _ => end);")]
    [TestCase("AsyndganCommand.Create().Parse(line).Invoke();")]
    [TestCase("Environment.CurrentDirectory = folder.Path;")]
    public void A_change_is_found(string line) => Assert.That(Changes().IsMatch(line));

    [TestCase("new PrivacyAudit(request, display).Execute(default);")]
    [TestCase("Machine.Settle(experiment, display);")]
    [TestCase("set_num_threads(3);")]
    [TestCase("using var off = new WithoutOneDnn();")]
    public void A_computation_is_found(string line) => Assert.That(Computes().IsMatch(line));

    private static bool IsOfCommand(string file) => Path.GetFileName(Path.GetDirectoryName(file)) == "Cli";

    private static bool RunsAlone(string file) => IsOfCommand(file) && File.ReadAllText(file).Contains("\n[NonParallelizable]\n", StringComparison.Ordinal);

    [GeneratedRegex(@"\bConsole\.Set(Out|Error)\b|\bAnsiConsole\.Console = |\bCommandRun\.Of\b|\bParse\(.*\)\.Invoke\(|\bEnvironment\.(CurrentDirectory = |SetEnvironmentVariable\b)")]
    private static partial Regex Changes();

    [GeneratedRegex(@"\.Execute\(|\b(Machine|Arithmetic)\.Settle\b|\bset_num_threads\b|\bWithoutOneDnn\b|\bOneDnn\.")]
    private static partial Regex Computes();
}
