using AsynDGAN.Cli.Display;

namespace AsynDGAN.Tests.Cli;

public class WorkPaceTests
{
    [Test]
    public void The_time_left_is_that_of_the_pace_since_the_work_was_first_shown()
    {
        var now = TimeSpan.Zero;
        var pace = new WorkPace(() => now);
        Assert.That(pace.Line("images drawn", 40, 100), Is.EqualTo("images drawn: 40 of 100"), "gone on with: nothing was measured yet");
        now += TimeSpan.FromSeconds(20);
        Assert.That(pace.Line("images drawn", 50, 100), Is.EqualTo("images drawn: 50 of 100, 0:01:40 left"));
        now += TimeSpan.FromSeconds(20);
        Assert.That(pace.Line("images drawn", 100, 100), Is.EqualTo("images drawn: 100 of 100"));
    }

    [Test]
    public void Another_work_begins_anew_and_so_does_the_same_once_more()
    {
        var now = TimeSpan.Zero;
        var pace = new WorkPace(() => now);
        pace.Line("one", 0, 10);
        now += TimeSpan.FromSeconds(50);
        pace.Line("one", 5, 10);
        Assert.That(pace.Line("other", 5, 10), Is.EqualTo("other: 5 of 10"));
        Assert.That(pace.Elapsed, Is.EqualTo(TimeSpan.Zero));
        now += TimeSpan.FromSeconds(2);
        Assert.That(pace.Line("other", 6, 10), Is.EqualTo("other: 6 of 10, 0:00:08 left"));
        Assert.That(pace.Line("other", 1, 10), Is.EqualTo("other: 1 of 10"));
    }

    [Test]
    public void Of_a_moment_no_pace_is_told_and_names_are_made_visible()
    {
        var now = TimeSpan.Zero;
        var pace = new WorkPace(() => now);
        pace.Line("a\nb", 0, 1000);
        now += TimeSpan.FromMilliseconds(500);
        Assert.That(pace.Line("a\nb", 10, 1000), Is.EqualTo(@"a\u000ab: 10 of 1000"));
    }
}
