namespace AsynDGAN.Tests.Cli;

/// <summary>What is shown may be lost; what is done is not.</summary>
[Platform("Linux")]
public sealed class StandardStreamsTests : IDisposable
{
    private readonly WorkFolder work = new();

    public void Dispose() => work.Dispose();

    [TestCase(">/dev/full")]
    [TestCase(">&- 2>&-")]
    [TestCase("> >(true)")]
    public void Training_comes_to_its_end_where_nothing_can_be_shown(string redirection)
    {
        var run = Path.GetRandomFileName();
        var result = AsyndganProcess.RunRedirected(work.Root, redirection, "train", "--config", "tiny.yaml", "--out", run);
        Assert.That((result.ExitCode, result.Error), Is.EqualTo((0, "")));
        Assert.That(File.Exists(work.Join(run, "report.html")), Is.True);
    }

    [TestCase("2>/dev/full", "train", "--config", "missing.yaml")]
    [TestCase("2>&-", "train", "--config", "missing.yaml")]
    [TestCase("2>/dev/full", "train", "--unknown")]
    public void A_fault_has_its_exit_code_where_its_message_cannot_be_written(string redirection, params string[] arguments) =>
        Assert.That(AsyndganProcess.RunRedirected(work.Root, redirection, arguments).ExitCode, Is.EqualTo(2));

    [TestCase("keys")]
    [TestCase("compare-bandwidth", "--config", "tiny.yaml")]
    [TestCase("train", "--config", "tiny.yaml", "--dry-run")]
    [TestCase("data", "--config", "tiny.yaml", "--out", "looked-at", "--json", "-")]
    public void An_answer_that_finds_no_room_is_a_fault(params string[] arguments)
    {
        var result = AsyndganProcess.RunRedirected(work.Root, ">/dev/full", arguments);
        Assert.That(result.ExitCode, Is.EqualTo(2));
        Assert.That(result.Error, Does.Contain("error: Standard output cannot be written: No space left on device").And.Contain("\nSend it where there is room.\n"));
    }

    [TestCase("keys")]
    [TestCase("compare-bandwidth", "--config", "tiny.yaml", "--json", "-")]
    public void An_answer_whose_reader_has_gone_is_none(params string[] arguments) =>
        Assert.That(AsyndganProcess.RunRedirected(work.Root, "> >(true)", arguments).ExitCode, Is.EqualTo(0));

    [Test]
    public void A_working_folder_that_is_gone_is_said()
    {
        var result = AsyndganProcess.RunInRemovedFolder(work.Join("gone"), "train", "--config", work.Join("tiny.yaml"), "--out", work.Join("run"));
        Assert.That((result.ExitCode, result.Error), Is.EqualTo((2, "error: The working folder does not exist any more.\nChange to another folder.\n")));
    }

    [TestCase("record.json cannot be written", "keys", "--json", "record.json")]
    [TestCase("The output folder '.+no-room' cannot be written", "train", "--config", "tiny.yaml", "--out", "no-room")]
    public void A_file_that_grows_over_a_limit_is_a_fault_that_is_told(string said, params string[] arguments)
    {
        var result = AsyndganProcess.RunWithoutRoomInFiles(work.Root, arguments);
        Assert.That(result.ExitCode, Is.EqualTo(2));
        Assert.That(result.Error, Does.Match($"^error: {said}: .+\n.+\n$"));
    }

    [Test]
    public void A_log_that_cannot_be_written_is_a_warning_and_the_run_goes_on()
    {
        work.Train("--out", "run").Succeeded();
        File.Delete(work.Join("run", "log.txt"));
        File.CreateSymbolicLink(work.Join("run", "log.txt"), "/dev/full");
        var result = work.Run("train", "--resume", "--out", "run", "--set", "training.steps=4").Succeeded();
        Assert.That(result.Output.Split('\n').Count(line => line.StartsWith("warning: ") && line.Contains("log.txt cannot be written")), Is.EqualTo(1));
        Assert.That(result.Output, Does.Contain("Trained 4 steps"));
    }
}
