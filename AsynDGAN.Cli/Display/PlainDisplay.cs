using System.Diagnostics;
using AsynDGAN.Core;
using AsynDGAN.Core.Comparison.Jobs;
using AsynDGAN.Core.Runs;

namespace AsynDGAN.Cli.Display;

/// <summary>
/// Plain lines, for files and pipes. What goes on is shown at once, then every five seconds, and of long work more and more
/// seldom, down to once a minute; and at its end where it was shown before.
/// </summary>
internal sealed class PlainDisplay : IJobDisplay
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(5), Longest = TimeSpan.FromMinutes(1);

    // Jobs take minutes to hours.
    private static readonly TimeSpan JobsInterval = TimeSpan.FromSeconds(30);

    private readonly TextWriter output;
    private readonly Func<TimeSpan> now;
    private readonly WorkPace pace;
    private readonly TimeSpan begun;
    private TimeSpan? shown;
    private string? unfinished;

    /// <param name="output">Where lines go.</param>
    public PlainDisplay(TextWriter output)
        : this(output, Stopwatch.StartNew())
    {
    }

    /// <param name="output">Where lines go.</param>
    /// <param name="now">The time.</param>
    internal PlainDisplay(TextWriter output, Func<TimeSpan> now)
    {
        (this.output, this.now, pace, begun) = (output, now, new WorkPace(now), now());
    }

    private PlainDisplay(TextWriter output, Stopwatch clock)
        : this(output, () => clock.Elapsed)
    {
    }

    public void Say(string line) => output.WriteLine(Visible.Lines(line));

    public void Warn(string line) => output.WriteLine("warning: " + Visible.Lines(line));

    public void Advance(string work, long done, long total)
    {
        var line = pace.Line(work, done, total);

        // Work that was begun before the reader's eyes is ended there.
        if (IsDue(Interval(pace.Elapsed)) || (done == total && unfinished == work))
        {
            unfinished = done < total ? work : null;
            Say(line);
        }
    }

    public void Show(TrainingStatus status)
    {
        if (IsDue(Interval(now() - begun)) || status.Step == status.Steps)
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

    /// <summary>A tenth of the time that it has taken.</summary>
    private static TimeSpan Interval(TimeSpan taken) => TimeSpan.FromSeconds(Math.Clamp(taken.TotalSeconds / 10, Shortest.TotalSeconds, Longest.TotalSeconds));

    private bool IsDue(TimeSpan interval)
    {
        if (now() - shown < interval)
        {
            return false;
        }

        shown = now();
        return true;
    }
}
