using AsynDGAN.Cli.Display;

namespace AsynDGAN.Tests.Cli;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public class PlainDisplayTests
{
    private readonly StringWriter output = new() { NewLine = "\n" };
    private readonly PlainDisplay display;
    private TimeSpan now;

    public PlainDisplayTests() => display = new PlainDisplay(output, () => now);

    [Test]
    public void Work_that_was_shown_to_begin_is_shown_to_end()
    {
        for (var done = 1; done <= 20; done++)
        {
            now += TimeSpan.FromSeconds(0.1);
            display.Advance("reading the data", done, 20);
        }

        Assert.That(output.ToString(), Is.EqualTo("reading the data: 1 of 20\nreading the data: 20 of 20\n"));
    }

    [Test]
    public void Longer_work_is_shown_every_few_seconds_with_the_time_left()
    {
        for (var done = 1; done <= 4; done++)
        {
            display.Advance("reading the data", done, 4);
            now += TimeSpan.FromSeconds(5);
        }

        Assert.That(output.ToString().Split('\n'), Is.EqualTo(new[]
        {
            "reading the data: 1 of 4", "reading the data: 2 of 4, 0:00:10 left", "reading the data: 3 of 4, 0:00:05 left", "reading the data: 4 of 4", "",
        }));
    }

    [Test]
    public void Of_short_work_soon_after_another_line_nothing_is_shown()
    {
        display.Advance("reading the data", 1, 2);
        display.Advance("reading the data", 2, 2);
        display.Advance("slices scored", 1, 2);
        display.Advance("slices scored", 2, 2);
        Assert.That(output.ToString(), Does.EndWith("reading the data: 2 of 2\n"));
    }
}
