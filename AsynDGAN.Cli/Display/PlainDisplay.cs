using System.Diagnostics;
using AsynDGAN.Core;
using AsynDGAN.Core.Comparison.Jobs;
using AsynDGAN.Core.Runs;

namespace AsynDGAN.Cli.Display;

/// <summary>Plain lines, for files and pipes; what goes on is shown every few seconds at most.</summary>
internal sealed class PlainDisplay(TextWriter output) : IJobDisplay
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    // Jobs take minutes to hours.
    private static readonly TimeSpan JobsInterval = TimeSpan.FromSeconds(30);

    private readonly Stopwatch sinceShown = new();

    public void Say(string line) => output.WriteLine(Visible.Lines(line));

    public void Warn(string line) => output.WriteLine("warning: " + Visible.Lines(line));

    public void Advance(string work, long done, long total)
    {
        if (IsDue())
        {
            Say($"{Visible.Name(work)}: {done} of {total}");
        }
    }

    public void Show(TrainingStatus status)
    {
        if (IsDue() || status.Step == status.Steps)
        {
            var sites = status.Sites.Select(s =>
                $"  {Visible.Name(s.Site)} D {StatusLine.Number(s.Discriminator)} G {StatusLine.Number(s.Generator)}");
            Say(StatusLine.Of(status) + string.Concat(sites));
        }
    }

    public void Show(JobsStatus status)
    {
        if (IsDue(JobsInterval))
        {
            Say(string.Join("; ", status.Running.Select(job => $"{job.Name}: {JobLine.Of(job)}").Prepend(JobLine.Of(status))));
        }
    }

    private bool IsDue() => IsDue(Interval);

    private bool IsDue(TimeSpan interval)
    {
        if (sinceShown.IsRunning && sinceShown.Elapsed < interval)
        {
            return false;
        }

        sinceShown.Restart();
        return true;
    }
}
