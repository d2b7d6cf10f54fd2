using System.Diagnostics;
using System.Text.RegularExpressions;

namespace AsynDGAN.Tests;

public partial class StartedProcessTests
{
    [Test]
    [Platform("Linux,MacOsX")]
    public void What_does_not_end_fails_and_is_ended_with_what_it_started()
    {
        using var endless = new StartedProcess(new ProcessStartInfo("sh", ["-c", "sleep 1000 & echo begun; wait"]));
        endless.WaitUntil(() => endless.Output.Length > 0, "its beginning");
        Assert.That(() => endless.WaitForEnd(TimeSpan.FromMilliseconds(1)), Throws.TypeOf<AssertionException>().With.Message.Contains("did not end; it said:\nbegun\n"));
        Assert.That(endless.WaitForEnd(TimeSpan.FromMinutes(1)).ExitCode, Is.EqualTo(137), "nothing holds its output any more");
    }

    [Test]
    [Platform("Linux,MacOsX")]
    public void An_end_before_what_is_waited_for_fails()
    {
        using var ended = new StartedProcess(new ProcessStartInfo("sh", ["-c", "echo no >&2; exit 3"]));
        Assert.That(() => ended.WaitUntil(() => false, "its work"), Throws.TypeOf<AssertionException>().With.Message.Contains("ended before its work"));
        Assert.That(ended.WaitForEnd(), Is.EqualTo((3, "", "no\n")));
    }

    [Test]
    public void No_test_waits_for_a_process_without_a_limit()
    {
        var files = Directory.EnumerateFiles(Repository.At("AsynDGAN.Tests"), "*Tests.cs", SearchOption.AllDirectories);
        Assert.That(files.Where(file => WithoutLimit().IsMatch(File.ReadAllText(file))), Is.Empty, "StartedProcess has one");
    }

    [GeneratedRegex(@"\bProcess\.Start\b|\bWaitForExit\b")]
    private static partial Regex WithoutLimit();
}
