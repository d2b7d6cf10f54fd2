using System.Diagnostics;
using AsynDGAN.Core.Runs;

namespace AsynDGAN.Cli.Display;

/// <summary>How long a piece of work has taken, and how long it takes from now on at its pace since it was first shown.</summary>
internal sealed class WorkPace
{
    // Of less the pace says nothing.
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    private readonly Func<TimeSpan> now;
    private string? work;
    private long first;
    private TimeSpan begun;

    public WorkPace()
        : this(Stopwatch.StartNew())
    {
    }

    /// <param name="now">The time.</param>
    internal WorkPace(Func<TimeSpan> now) => this.now = now;

    private WorkPace(Stopwatch clock)
        : this(() => clock.Elapsed)
    {
    }

    /// <summary>How long what is shown has been under way.</summary>
    public TimeSpan Elapsed => now() - begun;

    /// <summary>What is under way, in a line, with the time left where that is known.</summary>
    /// <param name="name">What is done.</param>
    /// <param name="done">Items done; fewer than before: it has begun anew.</param>
    /// <param name="total">Items in all.</param>
    public string Line(string name, long done, long total)
    {
        if (name != work || done < first)
        {
            (work, first, begun) = (name, done, now());
        }

        var left = done > first && done < total && Elapsed >= Shortest ? $", {StatusLine.Hours(TimeAhead.OfSeconds(Elapsed.TotalSeconds * (total - done) / (done - first)))} left" : "";
        return $"{Core.Visible.Name(name)}: {done} of {total}{left}";
    }
}
