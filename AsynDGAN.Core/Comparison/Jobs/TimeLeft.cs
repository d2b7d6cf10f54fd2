using AsynDGAN.Core.Runs;

namespace AsynDGAN.Core.Comparison.Jobs;

/// <summary>
/// Estimates how long jobs take from now on, at the pace of those that ran: time is in proportion to work among jobs of one
/// kind, and, until one of a kind has run, among all.
/// </summary>
/// <param name="jobs">All jobs.</param>
/// <param name="lanes">How many run at a time.</param>
internal sealed class TimeLeft(IReadOnlyList<Job> jobs, int lanes)
{
    private readonly Dictionary<JobKind, (double Work, double Seconds)> measured = [];

    /// <summary>Learns from a job that is done; from one that had nothing to do, nothing.</summary>
    public void Took(ChildProcess child)
    {
        if (child.Job.Kind != JobKind.Tables && child.Done is not null)
        {
            Learn(child.Job.Kind, child.Job.Work, child.Elapsed.TotalSeconds);
        }
    }

    /// <summary>The time until all are done; null until one has been measured.</summary>
    public TimeSpan? Of(IReadOnlyCollection<Job> waiting, IReadOnlyCollection<ChildProcess> running)
    {
        var known = new Dictionary<JobKind, (double Work, double Seconds)>(measured);
        foreach (var child in running)
        {
            if (child.Left is { } childLeft && child.Done is { } done && done > 0)
            {
                Add(known, child.Job.Kind, child.Job.Work, childLeft.TotalSeconds / (1 - Math.Min(done, 0.999)));
            }
        }

        if (known.Count == 0)
        {
            return null;
        }

        var left = waiting.ToDictionary(job => job.Name, job => Pace(known, job.Kind) * job.Work);
        foreach (var child in running)
        {
            left[child.Job.Name] = child.Left?.TotalSeconds ?? Math.Max(0, Pace(known, child.Job.Kind) * child.Job.Work - child.Elapsed.TotalSeconds);
        }

        var ways = new Dictionary<string, double>();
        return TimeAhead.OfSeconds(Math.Max(left.Values.Sum() / lanes, jobs.Where(job => left.ContainsKey(job.Name)).Select(Way).DefaultIfEmpty().Max()));

        double Way(Job job) => !left.TryGetValue(job.Name, out var own) ? 0
            : ways.TryGetValue(job.Name, out var way) ? way
            : ways[job.Name] = own + jobs.Where(other => job.Needs.Contains(other.Name)).Select(Way).DefaultIfEmpty().Max();
    }

    private void Learn(JobKind kind, double work, double seconds) => Add(measured, kind, work, seconds);

    private static void Add(Dictionary<JobKind, (double Work, double Seconds)> to, JobKind kind, double work, double seconds)
    {
        var before = to.GetValueOrDefault(kind);
        to[kind] = (before.Work + work, before.Seconds + seconds);
    }

    /// <summary>Seconds that a pass takes.</summary>
    private static double Pace(Dictionary<JobKind, (double Work, double Seconds)> known, JobKind kind)
    {
        var (work, seconds) = known.TryGetValue(kind, out var own) ? own : (known.Values.Sum(k => k.Work), known.Values.Sum(k => k.Seconds));
        return seconds / work;
    }
}
