namespace AsynDGAN.Tests.Cli;

/// <summary>A folder has one owner, and of what is replaced only the program's own files go.</summary>
public class FolderOwnerTests
{
    private readonly WorkFolder work = new();

    [OneTimeSetUp]
    public void TrainAndSynthesize()
    {
        work.Train().Succeeded();
        work.Run("synthesize", "--config", "tiny.yaml").Succeeded();
    }

    [OneTimeTearDown]
    public void Remove() => work.Dispose();

    [Test]
    [Platform("Linux,MacOsX")]
    public void A_run_in_training_is_nobody_elses_and_a_closed_terminal_stops_it_like_ctrl_c()
    {
        using var training = AsyndganProcess.Start(work.Root, ["train", "--config", "tiny.yaml", "--out", "busy", "--set", "training.steps=1000000"]);
        training.WaitUntil(() => training.Output.Contains("training: "), "its first step");
        var other = work.Train("--out", "busy", "--overwrite");
        training.Signal("HUP");
        var stopped = training.Wait();
        other.Refused("The folder '", "busy' is being written by another command: train, process ", $" on {Environment.MachineName}, since ", "--out");
        Assert.That(stopped.ExitCode, Is.EqualTo(130), stopped.Error);
        Assert.That(stopped.Output, Does.Contain("nothing is lost"));
        Assert.That(work.Join("busy", "checkpoints", "last", "state.json"), Does.Exist);
        Assert.That(work.Join("busy", ".lock"), Does.Not.Exist);
        work.Run("report", "busy").Succeeded();
    }

    [Test]
    [Platform("Linux,MacOsX")]
    public void Where_locks_keep_nobody_out_that_is_said()
    {
        // As on a file system without them, of which .NET says nothing.
        using var unlocked = AsyndganProcess.Start(work.Root, ["data", "--config", "tiny.yaml", "--out", "unlocked"], redirection: "", before: "export DOTNET_SYSTEM_IO_DISABLEFILELOCKING=1; ");
        var (warned, calm) = (unlocked.Wait().Succeeded(), work.Run("data", "--config", "tiny.yaml", "--out", "locked").Succeeded());
        Assert.That(warned.Output + warned.Error, Does.Contain($"warning: the file system of '{work.Join("unlocked")}' has no locks"));
        Assert.That(calm.Output + calm.Error, Does.Not.Contain("has no locks"));
    }

    [Test]
    public void Replacing_a_run_names_and_takes_what_lies_in_it_and_leaves_what_is_the_users()
    {
        RunFiles.Copy(work.Join("runs", "tiny"), work.Join("replaced"));
        work.Run(["eval-seg", "--config", "tiny.yaml", "--train-on", "threshold", "--out", "replaced/segmentation", .. WorkFolder.SmallSegmentation]).Succeeded();
        string[] mine = ["replaced/notes.txt", "replaced/segmentation/notes.txt", "replaced/samples/notes.txt"];
        Array.ForEach(mine, file => work.Write(file, "mine"));
        var result = work.Train("--out", "replaced", "--overwrite").Succeeded();
        Assert.That(result.Output.ReplaceLineEndings(" "), Does.Contain("replacing the run in '").And.Contain("with its synthetic set in 'synthetic'").And.Contain("with its comparison in 'segmentation'"));
        Assert.That(mine.Select(file => File.ReadAllText(work.Join(file))), Is.All.EqualTo("mine"));
        Assert.That(work.Join("replaced", "synthetic"), Does.Not.Exist);
        Assert.That(Directory.EnumerateFiles(work.Join("replaced", "segmentation"), "*", SearchOption.AllDirectories).Count(), Is.EqualTo(1));
    }

    [Test]
    public void A_comparison_stays_whole_where_its_replacement_cannot_begin()
    {
        work.Run(["eval-seg", "--config", "tiny.yaml", "--train-on", "threshold", "--out", "whole", .. WorkFolder.SmallSegmentation]).Succeeded();
        var before = RunFiles.Digests(work.Join("whole"));
        string[][] faults =
        [
            ["--train-on", "treshold"], ["--train-on", "all", "--synthetic", "A=nowhere"], ["--train-on", "threshold", "--set", "device=cuda:77"],
            ["--train-on", "threshold", "--set", "data.phantom.patients=1"],
        ];
        foreach (var fault in faults)
        {
            work.Run(["eval-seg", "--config", "tiny.yaml", "--overwrite", "--out", "whole", .. WorkFolder.SmallSegmentation, .. fault]).Refused();
            Assert.That(RunFiles.Digests(work.Join("whole")), Is.EqualTo(before), string.Join(' ', fault));
        }

        work.Run(["eval-seg", "--config", "tiny.yaml", "--train-on", "threshold", "--overwrite", "--out", "whole", .. WorkFolder.SmallSegmentation]).Succeeded();
    }

    [Test]
    public void A_folder_of_another_kind_is_not_written_into()
    {
        var before = RunFiles.Digests(work.Join("runs", "tiny"));
        work.Run("data", "--config", "tiny.yaml", "--out", "runs/tiny").Refused("holds other files than a data report's");
        work.Run("synthesize", "--config", "tiny.yaml", "--out", "runs/tiny", "--overwrite").Refused("holds other files than a synthetic set's");
        work.Run(["eval-seg", "--config", "tiny.yaml", "--out", "runs/tiny", "--overwrite", .. WorkFolder.SmallSegmentation]).Refused("holds other files than a comparison's");
        Assert.That(RunFiles.Digests(work.Join("runs", "tiny")), Is.EqualTo(before));
        work.Train("--out", ".", "--overwrite").Refused("--out . is the working folder");
        Assert.That(work.Join("tiny.yaml"), Does.Exist);
    }
}
