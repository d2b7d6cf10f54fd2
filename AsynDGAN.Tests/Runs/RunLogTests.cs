using AsynDGAN.Core;
using AsynDGAN.Core.Runs;

namespace AsynDGAN.Tests.Runs;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class RunLogTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly RecordingDisplay display = new();

    public void Dispose() => folder.Dispose();

    [Test]
    public void Lines_go_to_the_user_and_with_their_time_to_the_file()
    {
        var log = new RunLog(folder.Join("log.txt"), display);
        log.Say("training");
        log.Warn("slow");
        log.Note("epoch 1: checkpoint");
        Assert.That(display.Lines, Is.EqualTo(new[] { "training", "warning: slow" }));
        const string Time = @"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ";
        Assert.That(
            File.ReadAllText(folder.Join("log.txt")),
            Does.Match($"^{Time} training\n{Time} warning: slow\n{Time} epoch 1: checkpoint\n$"));
    }

    [Test]
    [Platform("Linux")]
    public void A_full_disk_is_warned_of_once_and_stops_nothing()
    {
        var log = new RunLog("/dev/full", display);
        log.Say("training");
        log.Note("epoch 1: checkpoint");
        log.Say("done");
        Assert.That(display.Lines, Has.Count.EqualTo(3));
        Assert.That(display.Lines[0], Does.StartWith("warning: /dev/full cannot be written: "));
        Assert.That(display.Lines.Skip(1), Is.EqualTo(new[] { "training", "done" }));
    }

    [Test]
    public void Reading_is_shown_in_order_whichever_thread_is_first_and_not_after_a_stop()
    {
        using var stop = new CancellationTokenSource();
        var progress = new LoadingProgress(display, stop.Token);
        progress.Report((1, 3));
        progress.Report((3, 3));
        progress.Report((2, 3));
        stop.Cancel();
        progress.Report((4, 4));
        Assert.That(display.Lines, Is.EqualTo(new[] { "reading the data 1 3", "reading the data 3 3" }));
    }

    [Test]
    public void A_stop_leaves_the_loading_behind()
    {
        using var stop = new CancellationTokenSource();
        using var never = new ManualResetEventSlim();
        Assert.That(
            () => LoadingProgress.Load(display, stop.Token, _ =>
            {
                stop.Cancel();
                never.Wait();
                return 0;
            }),
            Throws.InstanceOf<OperationCanceledException>());
        never.Set();
        Assert.That(LoadingProgress.Load(display, default, progress => 7), Is.EqualTo(7));
        Assert.That(
            () => LoadingProgress.Load<int>(display, default, _ => throw new UserException("no data", null)),
            Throws.InstanceOf<UserException>().With.Message.EqualTo("no data"));
    }
}
