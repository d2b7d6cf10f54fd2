namespace AsynDGAN.Core.Comparison.Jobs;

/// <summary>
/// Runs jobs as child processes, several at a time: of those whose needs are met, the one first from which the longest way
/// leads to the end. Where one fails, those that do not need it go on to their ends.
/// </summary>
/// <param name="program">How a child is started.</param>
/// <param name="logs">The folder, which is there, that gets a file a job.</param>
/// <param name="lanes">How many run at a time, each with its share of the processors.</param>
/// <param name="display">What shows them.</param>
public sealed class JobRunner(ChildProgram program, string logs, int lanes, IJobDisplay display)
{
    // What the program's commands return where the user can mend it.
    private const int UserError = 2;

    private static readonly TimeSpan Pulse = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly List<ChildProcess> running = [];
    private readonly HashSet<string> warned = [];

    /// <summary>Runs them all.</summary>
    /// <param name="jobs">The jobs; what one needs is among them.</param>
    /// <param name="stop">Asks those under way to save and stop; no other begins.</param>
    public JobsOutcome Run(IReadOnlyList<Job> jobs, CancellationToken stop)
    {
        var way = LongestWays(jobs);
        var waiting = jobs.Where(job => !job.IsDone).OrderByDescending(job => way[job.Name]).ToList();
        var done = jobs.Where(job => job.IsDone).Select(job => job.Name).ToHashSet();
        var (failures, isStopped) = (new List<FailedJob>(), false);
        if (done.Count > 0)
        {
            display.Say($"{done.Count} of {jobs.Count} jobs were done before");
        }

        var left = new TimeLeft(jobs, lanes);
        using var asked = stop.Register(() => ForEachChild(child => child.Stop()));
        try
        {
            while (true)
            {
                while (!stop.IsCancellationRequested && running.Count < lanes && waiting.FirstOrDefault(job => job.Needs.All(done.Contains)) is { } next)
                {
                    waiting.Remove(next);
                    Begin(next, failures, stop);
                }

                if (running.Count == 0)
                {
                    return new JobsOutcome(failures, [.. waiting.Select(job => job.Name)], isStopped || stop.IsCancellationRequested);
                }

                Task.WaitAny([.. running.Select(child => (Task)child.Ended)], Pulse);
                running.ForEach(Warn);
                foreach (var child in running.Where(child => child.Ended.IsCompleted).ToList())
                {
                    isStopped |= End(child, done, failures, left, stop);
                }

                display.Show(new JobsStatus(
                    done.Count, jobs.Count, [.. running.Select(child => new RunningJob(child.Job.Name, child.Progress, child.Elapsed))], left.Of(waiting, running)));
            }
        }
        finally
        {
            ForEachChild(child => child.Stop());
        }
    }

    /// <summary>Ends those under way at once.</summary>
    public void Kill() => ForEachChild(child => child.Kill());

    private void Begin(Job job, List<FailedJob> failures, CancellationToken stop)
    {
        ChildProcess child;
        try
        {
            child = new ChildProcess(job, program, LogOf(job.Name), lanes > 1 ? Math.Max(1, Environment.ProcessorCount / lanes) : null);
        }
        catch (UserException e)
        {
            failures.Add(new FailedJob(job.Name, UserError, LogOf(job.Name), e.Hint is null ? e.Message : $"{e.Message}\n{e.Hint}"));
            return;
        }

        lock (gate)
        {
            running.Add(child);
        }

        // It may have been asked for while the child was being started.
        if (stop.IsCancellationRequested)
        {
            child.Stop();
        }

        display.Say($"{job.Name}: begun, see {LogOf(job.Name)}");
    }

    /// <returns>Whether it was stopped, by whomever.</returns>
    private bool End(ChildProcess child, HashSet<string> done, List<FailedJob> failures, TimeLeft left, CancellationToken stop)
    {
        using var ended = child;
        lock (gate)
        {
            running.Remove(child);
        }

        Warn(child);
        var (name, exitCode) = (child.Job.Name, child.Ended.Result);
        var isStopped = ChildProgram.IsStopped(exitCode, stop);
        if (exitCode == 0)
        {
            done.Add(name);
            left.Took(child);
            display.Say($"{name}: done");
        }
        else if (isStopped)
        {
            display.Say($"{name}: stopped");
        }
        else
        {
            failures.Add(new FailedJob(name, exitCode, LogOf(name), child.Errors));
            display.Say($"{name}: failed, exit code {exitCode}; see {LogOf(name)}");
        }

        return isStopped;
    }

    /// <summary>Passes on what a job warned of; what several of them, or the plan, warn of in the same words, once.</summary>
    private void Warn(ChildProcess child)
    {
        foreach (var warning in child.NewWarnings().Where(warning => !display.Warned.Contains(warning) && warned.Add(warning)))
        {
            display.Warn($"{child.Job.Name}: {warning}");
        }
    }

    private string LogOf(string job) => Path.Combine(logs, job + ".txt");

    private void ForEachChild(Action<ChildProcess> act)
    {
        lock (gate)
        {
            running.ForEach(act);
        }
    }

    /// <summary>The work of the longest way from each job to the end, itself included.</summary>
    private static Dictionary<string, double> LongestWays(IReadOnlyList<Job> jobs)
    {
        var ways = new Dictionary<string, double>();
        foreach (var job in jobs)
        {
            Way(job);
        }

        return ways;

        double Way(Job job) => ways.TryGetValue(job.Name, out var known)
            ? known
            : ways[job.Name] = job.Work + jobs.Where(other => other.Needs.Contains(job.Name)).Select(Way).DefaultIfEmpty().Max();
    }
}
