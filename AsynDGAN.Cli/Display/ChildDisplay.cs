using System.Diagnostics;
using AsynDGAN.Core.Comparison.Jobs;
using AsynDGAN.Core.Runs;

namespace AsynDGAN.Cli.Display;

/// <summary>For a parent that reads along: the plain lines, and every second how far the work is.</summary>
internal sealed class ChildDisplay(TextWriter output) : IJobDisplay
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly PlainDisplay plain = new(output);
    private readonly Stopwatch sinceTold = new();
    private string told = "";

    public void Say(string line) => plain.Say(line);

    public void Warn(string line) => plain.Warn(line);

    public void Advance(string work, long done, long total)
    {
        plain.Advance(work, done, total);
        Tell(work, done, total);
    }

    public void Show(TrainingStatus status)
    {
        plain.Show(status);
        Tell(IRunDisplay.Steps, status.Step, status.Steps);
    }

    public void Show(JobsStatus status) => plain.Show(status);

    private void Tell(string work, long done, long total)
    {
        if (work != told || !sinceTold.IsRunning || sinceTold.Elapsed >= Interval || done == total)
        {
            told = work;
            sinceTold.Restart();
            output.WriteLine(new ChildProgress(work, done, total).ToLine());
        }
    }
}
