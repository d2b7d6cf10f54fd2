using AsynDGAN.Core;
using AsynDGAN.Core.Comparison.Jobs;
using AsynDGAN.Core.Runs;

namespace AsynDGAN.Tests.Comparison.Jobs;

/// <summary>Jobs that are lines of a shell.</summary>
[Platform("Linux,MacOsX")]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class JobRunnerTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly Shown display = new();

    public void Dispose() => folder.Dispose();

    [Test]
    public void A_job_begins_when_what_it_needs_is_done_and_the_longest_way_goes_first()
    {
        var outcome = Run(1, [Line("end", "true", 1, "short", "long"), Line("short", "true", 5), Line("before-long", "true", 2), Line("long", "true", 9, "before-long")]);
        Assert.That((outcome.Failures.Count, outcome.LeftOut.Count, outcome.Stopped), Is.EqualTo((0, 0, false)));
        Assert.That(Begun(), Is.EqualTo(new[] { "before-long", "long", "short", "end" }));
    }

    [Test]
    public void So_many_run_side_by_side_each_with_its_share_of_the_processors()
    {
        var (one, two) = (folder.Join("one"), folder.Join("two"));
        var outcome = Run(2, [Line("a", $"touch '{one}'; while [ ! -e '{two}' ]; do sleep 0.01; done; echo threads=$OMP_NUM_THREADS"), Line("b", $"touch '{two}'; while [ ! -e '{one}' ]; do sleep 0.01; done")]);
        Assert.That(outcome.Failures, Is.Empty);
        var threads = Environment.GetEnvironmentVariable("OMP_NUM_THREADS") ?? Math.Max(1, Environment.ProcessorCount / 2).ToString();
        Assert.That(File.ReadAllText(folder.Join("logs", "a.txt")), Does.Contain($"threads={threads}\n"));
    }

    [Test]
    public void One_that_fails_is_named_and_those_that_do_not_need_it_go_on()
    {
        var outcome = Run(1, [Line("bad", "echo went; echo 'error: no' >&2; exit 2", 9), Line("after", "true", 1, "bad"), Line("end", "true", 1, "after", "other"), Line("other", "true")]);
        var failure = outcome.Failures.Single();
        Assert.That((failure.Name, failure.ExitCode, failure.Errors, failure.Log), Is.EqualTo(("bad", 2, "error: no", folder.Join("logs", "bad.txt"))));
        Assert.That(outcome.LeftOut, Is.EquivalentTo(new[] { "after", "end" }));
        Assert.That(Begun(), Is.EqualTo(new[] { "bad", "other" }));
        Assert.That(File.ReadAllText(failure.Log), Does.Contain("went\n").And.Contain("error: no\n"));
    }

    [Test]
    public void One_that_cannot_be_started_fails_alone()
    {
        var refused = new Job("refused", JobKind.Train, [], 9, () => throw new UserException("It is damaged.", "Mend it."));
        var outcome = Run(1, [refused, Line("other", "true")]);
        Assert.That(outcome.Failures.Single().Errors, Is.EqualTo("It is damaged.\nMend it."));
        Assert.That(Begun(), Is.EqualTo(new[] { "other" }));
    }

    [Test]
    public void What_is_done_already_is_not_started()
    {
        var outcome = Run(1, [Line("done", "exit 1") with { IsDone = true }, Line("next", "true", 1, "done")]);
        Assert.That(outcome.Failures, Is.Empty);
        Assert.That(Begun(), Is.EqualTo(new[] { "next" }));
        Assert.That(display.Lines, Does.Contain("1 of 2 jobs were done before"));
    }

    [Test]
    public void Stopping_ends_the_input_of_those_under_way_and_begins_no_other()
    {
        using var stop = new CancellationTokenSource();
        display.OnSay = line => { if (line.Contains("begun", StringComparison.Ordinal)) { stop.CancelAfter(50); } };
        var outcome = Run(1, [Line("saves", $"cat; echo saved > '{folder.Join("saved")}'; exit 130", 9), Line("other", "true")], stop.Token);
        Assert.That((outcome.Stopped, outcome.Failures.Count), Is.EqualTo((true, 0)));
        Assert.That(outcome.LeftOut, Is.EqualTo(new[] { "other" }));
        Assert.That(folder.Join("saved"), Does.Exist);
    }

    [TestCase(130)]
    [TestCase(75)]
    public void A_child_that_somebody_stopped_is_no_failure_and_the_others_go_on(int exitCode)
    {
        var outcome = Run(1, [Line("stopped", $"exit {exitCode}", 9), Line("other", "true")]);
        Assert.That((outcome.Stopped, outcome.Failures.Count), Is.EqualTo((true, 0)));
        Assert.That(Begun(), Is.EqualTo(new[] { "stopped", "other" }));
    }

    [Test]
    public void Those_under_way_can_be_ended_at_once()
    {
        var runner = Runner(1);
        display.OnSay = line => { if (line.Contains("begun", StringComparison.Ordinal)) { runner.Kill(); } };
        var killed = runner.Run([Line("long", "exec sleep 60")], CancellationToken.None).Failures.Single();
        Assert.That((killed.Name, killed.ExitCode), Is.EqualTo(("long", 137)), "its own end has exit code 0");
    }

    [Test]
    public void Progress_is_shown_and_kept_out_of_the_log_and_time_left_is_told_once_it_is_known()
    {
        static string Progress(int done) => $"printf '\\036{done} 100 steps\\n'";
        var outcome = Run(1, [Line("train", $"{Progress(10)}; sleep 0.3; {Progress(60)}; sleep 1.2; echo told", 100), Line("next", "true", 50, "train")]);
        Assert.That(outcome.Failures, Is.Empty);
        Assert.That(File.ReadAllText(folder.Join("logs", "train.txt")), Does.Contain("told").And.Not.Contain("steps\n"));
        var shown = display.Statuses.Where(status => status.Running.Any(job => job.Progress is { Done: 60, Total: 100, Work: "steps" })).ToList();
        Assert.That(shown, Is.Not.Empty);
        Assert.That(shown[0].Left, Is.GreaterThan(TimeSpan.Zero));
        Assert.That((shown[0].Done, shown[0].Total), Is.EqualTo((0, 2)));
    }

    [Test]
    public void What_a_job_warns_of_is_passed_on_with_its_name_and_what_several_do_once()
    {
        var outcome = Run(1, [Line("first", "echo 'warning: both'; echo 'no warning: none'; echo 'warning: own'", 9), Line("second", "echo 'warning: both'; echo 'warning: failing' >&2; exit 2")]);
        Assert.That(outcome.Failures.Single().Name, Is.EqualTo("second"));
        Assert.That(
            display.Lines.Where(line => line.StartsWith("warning: ", StringComparison.Ordinal)),
            Is.EqualTo(new[] { "warning: first: both", "warning: first: own", "warning: second: failing" }));
    }

    [Test]
    public void An_option_that_a_comparison_does_not_have_is_told_by_what_it_has()
    {
        var failed = new FailedJob("bad", 2, "bad.txt", "error: It is damaged.\nReplace the set by --overwrite.");
        Assert.That(new JobsOutcome([failed], ["after"], false).WhatNext, Does.Contain("compare has no such option").And.EndsWith("Left out, since they need it: after."));
        Assert.That(
            new JobsOutcome([failed with { Errors = "error: no" }], [], false).WhatNext, Is.EqualTo("What is done stays; once that is mended the same command goes on."));
    }

    /// <summary>Lines that do not end are killed, and fail.</summary>
    private JobsOutcome Run(int lanes, IReadOnlyList<Job> jobs, CancellationToken stop = default)
    {
        var runner = Runner(lanes);
        using var limit = new Timer(_ => runner.Kill(), null, StartedProcess.Longest, TimeSpan.FromSeconds(1));
        return runner.Run(jobs, stop);
    }

    private JobRunner Runner(int lanes) => new(new ChildProgram("sh", ["-c"]), Directory.CreateDirectory(folder.Join("logs")).FullName, lanes, display);

    private static Job Line(string name, string line, double work = 1, params string[] needs) => new(name, JobKind.Train, needs, work, () => [line]);

    private IEnumerable<string> Begun() => display.Lines.Where(line => line.Contains(": begun", StringComparison.Ordinal)).Select(line => line.Split(':')[0]);

    private sealed class Shown : IJobDisplay
    {
        public List<string> Lines { get; } = [];

        public List<JobsStatus> Statuses { get; } = [];

        public Action<string>? OnSay { get; set; }

        public void Say(string line)
        {
            Lines.Add(line);
            OnSay?.Invoke(line);
        }

        public void Warn(string line) => Lines.Add("warning: " + line);

        public void Advance(string work, long done, long total)
        {
        }

        public void Show(TrainingStatus status)
        {
        }

        public void Show(JobsStatus status) => Statuses.Add(status);
    }
}
