using System.Diagnostics;
using System.Runtime.Versioning;

namespace AsynDGAN.Tests.Cli;

/// <summary>scripts/slurm.sbatch with stand-ins for Slurm and for the program, which write down how they were called.</summary>
[Platform("Linux")]
[SupportedOSPlatform("linux")]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SlurmScriptTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public SlurmScriptTests()
    {
        Executable("scontrol", "echo \"scontrol $*\" >> said");
        Executable("asyndgan", """
            echo "asyndgan $*" >> said
            trap 'echo saved >> said; exit 75' USR1
            touch started
            while [ -e waits ]; do sleep 0.02; done
            exit ${EXIT:-0}
            """);
    }

    public void Dispose() => folder.Dispose();

    [Test]
    public void The_signal_is_passed_on_and_a_command_that_saved_is_queued_again_and_goes_on()
    {
        folder.Write("waits", "");
        using var job = Start([], "train", "--config", "a b.yaml", "--out", "run");
        job.WaitUntil(() => File.Exists(folder.Join("started")), "its command began");
        job.Signal("USR1");
        Assert.That((job.WaitForEnd().ExitCode, Said()), Is.EqualTo((75, "asyndgan train --config a b.yaml --out run\nsaved\nscontrol requeue 17\n")));
        File.Delete(folder.Join("waits"));
        Directory.CreateDirectory(folder.Join("run", "checkpoints", "last"));
        Assert.That(Run([], "train", "--config", "a b.yaml", "--out", "run"), Is.EqualTo((0, "asyndgan train --config a b.yaml --out run --resume\n")));
    }

    [Test]
    public void A_command_that_fails_is_not_queued_again() =>
        Assert.That(Run([("EXIT", "2")], "compare", "--out", "table"), Is.EqualTo((2, "asyndgan compare --out table\n")));

    [Test]
    public void A_run_that_was_stopped_before_its_first_checkpoint_begins_again()
    {
        Directory.CreateDirectory(folder.Join("run"));
        folder.Write("run/config.yaml", "");
        Assert.That(Run([("SLURM_RESTART_COUNT", "1")], "train", "--out", "run").Said, Is.EqualTo("asyndgan train --out run --overwrite\n"));
        Assert.That(Run([], "train", "--out", "run").Said, Is.EqualTo("asyndgan train --out run\n"), "what was there before is not replaced");
        Assert.That(Run([], "train", "--config", "x.yaml").ExitCode, Is.Not.Zero, "a run without a name cannot be found again");
    }

    [Test]
    public void A_set_is_gone_on_with_where_it_was_begun()
    {
        Directory.CreateDirectory(folder.Join("run", "synthetic"));
        Assert.That(Run([], "synthesize", "--run", "run").Said, Is.EqualTo("asyndgan synthesize --run run\n"));
        folder.Write("run/synthetic/config.yaml", "");
        Assert.That(Run([], "synthesize", "--run", "run").Said, Is.EqualTo("asyndgan synthesize --run run --resume\n"));
    }

    [Test]
    public void A_set_of_left_out_masks_and_options_with_an_equals_sign_are_found_again()
    {
        Directory.CreateDirectory(folder.Join("run", "synthetic-left-out"));
        folder.Write("run/synthetic-left-out/config.yaml", "");
        Assert.That(Run([], "synthesize", "--run", "run").Said, Is.EqualTo("asyndgan synthesize --run run\n"));
        Assert.That(
            Run([], "synthesize", "--run=run", "--set", "synthesis.conditions=left-out").Said,
            Is.EqualTo("asyndgan synthesize --run=run --set synthesis.conditions=left-out --resume\n"));
        Directory.CreateDirectory(folder.Join("run", "checkpoints", "last"));
        Assert.That(Run([], "train", "--out=run").Said, Is.EqualTo("asyndgan train --out=run --resume\n"));
        Assert.That(Run([], "synthesize", "--config", "x.yaml").ExitCode, Is.Not.Zero, "a set without a name cannot be found again");
    }

    [TestCase("eval-seg --overwrite --out table", "eval-seg --out table", "eval-seg --overwrite --out table")]
    [TestCase("train --overwrite --out done", "train --out done --resume", "train --overwrite --out done")]
    [TestCase("train --overwrite --out begun", "train --out begun --overwrite", "train --overwrite --out begun")]
    [TestCase("synthesize --overwrite --run done", "synthesize --run done --resume", "synthesize --overwrite --run done")]
    [TestCase("synthesize --run begun --overwrite", "synthesize --run begun --overwrite", "synthesize --run begun --overwrite")]
    [TestCase("audit --overwrite --run done", "audit --overwrite --run done", "audit --overwrite --run done")]
    public void What_a_job_has_replaced_is_gone_on_with_and_what_it_has_not_is_replaced(string command, string goesOn, string begins)
    {
        string[] files = ["done/synthetic/config.yaml", "begun/config.yaml", "begun/synthetic/synthesis.json", "table/scores.csv"];
        Directory.CreateDirectory(folder.Join("done", "checkpoints", "last"));
        foreach (var file in files)
        {
            folder.In(file);
            folder.Write(file, "");
            File.SetLastWriteTimeUtc(folder.Join(file), DateTime.UtcNow.AddHours(-1));
        }

        var arguments = command.Split(' ');
        Assert.That(Run([("EXIT", "75")], arguments), Is.EqualTo((75, $"asyndgan {command}\nscontrol requeue 17\n")), "the first start replaces");
        Assert.That(Run([("EXIT", "75"), ("SLURM_RESTART_COUNT", "1")], arguments).Said, Does.StartWith($"asyndgan {begins}\n"), "it was stopped before it replaced anything");
        Array.ForEach(files, file => File.SetLastWriteTimeUtc(folder.Join(file), DateTime.UtcNow.AddHours(1)));
        Assert.That(Run([("SLURM_RESTART_COUNT", "2")], arguments).Said, Is.EqualTo($"asyndgan {goesOn}\n"));
        Assert.That(folder.Names(), Has.None.Contains("slurm"), "nothing is left behind");
    }

    [Test]
    public void A_job_that_failed_before_it_replaced_anything_replaces_when_it_is_queued_again()
    {
        Directory.CreateDirectory(folder.Join("run", "checkpoints", "last"));
        File.SetLastWriteTimeUtc(folder.Write("run/config.yaml", ""), DateTime.UtcNow.AddHours(-1));
        string[] command = ["train", "--overwrite", "--out", "run"];
        Assert.That(Run([("EXIT", "2")], command), Is.EqualTo((2, "asyndgan train --overwrite --out run\n")));
        Assert.That(Run([("EXIT", "2"), ("SLURM_RESTART_COUNT", "1")], command).Said, Is.EqualTo("asyndgan train --overwrite --out run\n"), "nothing was replaced");
        File.SetLastWriteTimeUtc(folder.Write("run/config.yaml", ""), DateTime.UtcNow.AddHours(1));
        Assert.That(Run([("EXIT", "2"), ("SLURM_RESTART_COUNT", "2")], command).Said, Is.EqualTo("asyndgan train --out run --resume\n"));
        Assert.That(folder.Names(), Has.None.Contains("slurm"), "it has replaced, and failed later");
        Assert.That(Run([("SLURM_RESTART_COUNT", "3")], command).Said, Is.EqualTo("asyndgan train --out run --resume\n"));
    }

    [TestCase("eval-seg --config c --synthetic A=run --overwrite", "run/segmentation", "eval-seg --config c --synthetic A=run")]
    [TestCase("eval-seg --config c --synthetic=A=run/set+other,third --overwrite", "run/segmentation", "eval-seg --config c --synthetic=A=run/set+other,third")]
    [TestCase("train --out link --overwrite", "run", "train --out link --resume")]
    [TestCase("synthesize --run link --overwrite", "run/synthetic", "synthesize --run link --resume")]
    [TestCase("synthesize --run linked --overwrite", "run/synthetic", "synthesize --run linked --resume")]
    public void What_a_job_has_replaced_is_known_where_no_folder_is_named_and_behind_a_link(string command, string written, string goesOn)
    {
        foreach (var file in new[] { "run/config.yaml", "run/weights/generator", "run/set/synthesis.json", "run/set/config.yaml", "linked/config.yaml" })
        {
            File.SetLastWriteTimeUtc(folder.Write(file, ""), DateTime.UtcNow.AddHours(-1));
        }

        Directory.CreateDirectory(folder.Join("run", "checkpoints", "last"));
        Directory.CreateDirectory(folder.Join("run", "synthetic"));
        File.CreateSymbolicLink(folder.Join("link"), "run");
        File.CreateSymbolicLink(folder.Join("linked", "synthetic"), folder.Join("run", "synthetic"));
        var arguments = command.Split(' ');
        Assert.That(Run([("EXIT", "75")], arguments).Said, Does.StartWith($"asyndgan {command}\n"));
        Assert.That(Run([("EXIT", "75"), ("SLURM_RESTART_COUNT", "1")], arguments).Said, Does.StartWith($"asyndgan {command}\n"), "it was stopped before it replaced anything");
        File.SetLastWriteTimeUtc(folder.Write($"{written}/config.yaml", ""), DateTime.UtcNow.AddHours(1));
        Assert.That(Run([("SLURM_RESTART_COUNT", "2")], arguments).Said, Is.EqualTo($"asyndgan {goesOn}\n"));
    }

    [TestCase("eval-seg --config c --overwrite")]
    [TestCase("eval-seg --config c --synthetic A=set --overwrite")]
    public void A_comparison_that_is_to_be_replaced_and_cannot_be_found_again_is_not_begun(string command)
    {
        folder.Write("set/synthesis.json", "");
        Assert.That(Run([], command.Split(' ')), Is.EqualTo((1, "")));
    }

    [TestCase("synthesis: { conditions: left-out }", "synthesize --run run", true)]
    [TestCase("synthesis:\n  conditions: 'left-out'", "synthesize --run run", true)]
    [TestCase("synthesis:\n  conditions: left-out", "synthesize --run run --set synthesis.conditions=seen", false)]
    [TestCase("synthesis:\n  conditions: seen", "synthesize --run:run --set=synthesis.conditions='left-out'", true)]
    [TestCase("data:\n  conditions: [tumour, head]", "synthesize --run run", false)]
    [TestCase("synthesis: # conditions: left-out draws others", "synthesize --run run", false)]
    public void A_set_is_looked_for_where_the_configuration_or_the_command_line_has_it_drawn(string configuration, string command, bool isLeftOut)
    {
        Directory.CreateDirectory(folder.Join("run", "synthetic-left-out"));
        folder.Write("run/config.yaml", configuration);
        folder.Write("run/synthetic-left-out/config.yaml", "");
        Assert.That(Run([], command.Split(' ')).Said, Is.EqualTo($"asyndgan {command}{(isLeftOut ? " --resume" : "")}\n"));
    }

    [TestCase("1", 0, "asyndgan eval-seg --out table --rows-only --train-on synthetic:AsynDGAN\n")]
    [TestCase("2", 1, "")]
    public void A_task_of_an_array_trains_its_row(string task, int exitCode, string said) =>
        Assert.That(Run([("SLURM_ARRAY_TASK_ID", task), ("ROWS", "real-all synthetic:AsynDGAN")], "eval-seg", "--out", "table"), Is.EqualTo((exitCode, said)));

    private (int ExitCode, string Said) Run((string Name, string Value)[] environment, params string[] arguments)
    {
        using var job = Start(environment, arguments);
        return (job.WaitForEnd().ExitCode, Said());
    }

    private StartedProcess Start((string Name, string Value)[] environment, params string[] arguments)
    {
        File.Delete(folder.Join("said"));
        var start = new ProcessStartInfo("bash", [Repository.At("scripts/slurm.sbatch"), .. arguments]) { WorkingDirectory = folder.Path };
        start.Environment["PATH"] = $"{folder.Path}:{Environment.GetEnvironmentVariable("PATH")}";
        foreach (var name in new[] { "SLURM_ARRAY_TASK_ID", "SLURM_RESTART_COUNT", "ROWS", "EXIT" })
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in environment.Append(("ASYNDGAN", "asyndgan")).Append(("SLURM_JOB_ID", "17")))
        {
            start.Environment[name] = value;
        }

        return new StartedProcess(start);
    }

    private string Said() => File.Exists(folder.Join("said")) ? File.ReadAllText(folder.Join("said")) : "";

    private void Executable(string name, string text)
    {
        folder.Write(name, "#!/bin/bash\n" + text + "\n");
        File.SetUnixFileMode(folder.Join(name), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
