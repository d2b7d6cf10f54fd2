using AsynDGAN.Cli.Commands;
using AsynDGAN.Core.Runs;

namespace AsynDGAN.Tests.Cli;

/// <summary>Commands whose work is a test's own, which run in the tests' process: the console and the command's name are the process's.</summary>
[NonParallelizable]
public class CommandRunTests
{
    private readonly WorkFolder work = new();

    [OneTimeTearDown]
    public void Remove() => work.Dispose();

    [Test]
    public void A_lock_names_the_command_also_where_options_stand_before_it()
    {
        var owner = "";
        CommandRun.Of(AsyndganCommand.Create().Parse(["--json", work.Join("end.json"), "--quiet", "train", "--config", "tiny.yaml"]), _ =>
        {
            using var held = FolderLock.Take(work.Join("locked"));
            owner = File.ReadAllText(work.Join("locked", ".lock-owner"));
            return new CommandEnd(ExitCodes.Done);
        });
        Assert.That(owner, Does.Contain("\"train\""));
    }

    [Test]
    public void What_the_command_itself_wrote_is_not_replaced_by_its_record()
    {
        var parsed = AsyndganCommand.Create().Parse(["keys", "--json", work.Join("own.json")]);
        var code = CommandRun.Of(parsed, _ =>
        {
            work.Write("own.json", "written by the command");
            return new CommandEnd(ExitCodes.Done);
        });
        Assert.That(code, Is.EqualTo(ExitCodes.UserError));
        Assert.That(File.ReadAllText(work.Join("own.json")), Is.EqualTo("written by the command"));
    }
}
