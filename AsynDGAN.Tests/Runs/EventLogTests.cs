using AsynDGAN.Core.Runs;

namespace AsynDGAN.Tests.Runs;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class EventLogTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Test]
    public void Numbers_and_pictures_are_read_back()
    {
        // The head of a PNG of 300 by 7 pixels.
        byte[] png = [137, 80, 78, 71, 13, 10, 26, 10, 0, 0, 0, 13, 73, 72, 68, 82, 0, 0, 1, 44, 0, 0, 0, 7, 8, 2, 0, 0, 0];
        var log = new EventLog(folder.Path, 0);
        log.Add(20, [("loss/Zürich", 0.25), ("loss/β", -1e-3)]);
        log.Add(20, "samples/β", png);
        var entries = EventFile.ReadRun(folder.Path);
        Assert.Multiple(() =>
        {
            Assert.That(entries.Select(entry => (entry.Step, entry.Tag)), Is.EqualTo(new[]
            {
                (0L, "version brain.Event:2"), (1, "session 1"), (20, "loss/Zürich"), (20, "loss/β"), (20, "samples/β"),
            }));
            Assert.That(entries.Select(entry => entry.Value), Is.EqualTo(new float?[] { null, null, 0.25f, -1e-3f, null }));
            Assert.That(entries[^1].Png, Is.EqualTo(png));
            Assert.That(entries[^1].Size, Is.EqualTo((300, 7)));
            Assert.That(DateTime.UnixEpoch.AddSeconds(entries[^1].Time), Is.EqualTo(DateTime.UtcNow).Within(TimeSpan.FromHours(1)));
        });
    }

    [Test]
    public void What_follows_a_checkpoint_is_cut_and_the_next_process_says_from_where_it_goes_on()
    {
        var before = new EventLog(folder.Path, 0);
        Add(before, 1, 2, 3, 4);
        EventLog.Cut(folder.Path, 2);
        Add(new EventLog(folder.Path, 2), 3, 4);
        EventLog.Cut(folder.Path, 3);
        Add(new EventLog(folder.Path, 3), 4, 5);
        Assert.That(EventFile.ReadRun(folder.Path).Where(entry => entry.Value is not null).Select(entry => entry.Step), Is.EqualTo(new[] { 1, 2, 3, 4, 5 }));
        Assert.That(EventFile.ReadRun(folder.Path).Where(entry => entry.Tag == "session 1").Select(entry => entry.Step), Is.EqualTo(new[] { 1, 3, 4 }));
    }

    [Test]
    public void What_is_trained_after_the_clock_went_back_is_read_last()
    {
        Add(new EventLog(folder.Path, 0), 1, 2);
        File.Move(Directory.GetFiles(folder.Path).Single(), folder.Join("events.out.tfevents.4000000000.machine.1.0"));
        Add(new EventLog(folder.Path, 2), 3);
        Add(new EventLog(folder.Path, 3), 4, 5);
        Assert.That(EventFile.ReadRun(folder.Path).Where(entry => entry.Value is not null).Select(entry => entry.Step), Is.EqualTo(new[] { 1, 2, 3, 4, 5 }));
        Assert.That(folder.Names(), Has.Exactly(1).StartsWith("events.out.tfevents.4000000002."));
    }

    [Test]
    public void What_a_process_tells_of_the_step_before_its_first_stays_with_that_step()
    {
        Add(new EventLog(folder.Path, 4), 4);
        EventLog.Cut(folder.Path, 4);
        Assert.That(EventFile.ReadRun(folder.Path).Where(entry => entry.Value is not null).Select(entry => entry.Step), Is.EqualTo(new[] { 4 }));
        EventLog.Cut(folder.Path, 3);
        Assert.That(folder.Names(), Is.Empty);
    }

    [Test]
    public void A_record_that_a_kill_left_torn_is_cut_and_a_file_without_any_goes()
    {
        Add(new EventLog(folder.Path, 0), 1, 2);
        var file = Directory.GetFiles(folder.Path).Single();
        var whole = File.ReadAllBytes(file);
        var ends = Enumerable.Range(0, whole.Length).Select(length =>
        {
            File.WriteAllBytes(file, whole[..length]);
            EventLog.Cut(folder.Path, 9);
            return File.Exists(file) ? EventFile.Read(file).Count(entry => entry.Value is not null) : 0;
        }).ToList();
        Assert.That(ends, Is.Ordered.And.Contains(0).And.Contains(1).And.Not.Contain(2));
        Assert.That(ends.Count(count => count == 1), Is.EqualTo(16 + LengthOfLast(whole)), "all lengths within the last record");
    }

    [Test]
    public void A_damaged_record_ends_what_can_be_read()
    {
        Add(new EventLog(folder.Path, 0), 1, 2, 3);
        var file = Directory.GetFiles(folder.Path).Single();
        var bytes = File.ReadAllBytes(file);
        bytes[^(16 + LengthOfLast(bytes) + 8)] ^= 1;
        File.WriteAllBytes(file, bytes);
        EventLog.Cut(folder.Path, 9);
        Assert.That(EventFile.Read(file).Where(entry => entry.Value is not null).Select(entry => entry.Step), Is.EqualTo(new[] { 1 }));
    }

    [Test]
    public void A_folder_that_is_not_there_is_one_message() =>
        Assert.That(() => Add(new EventLog(folder.Join("none"), 0), 1), Throws.TypeOf<Core.UserException>().With.Message.Contains("events.out.tfevents."));

    private static void Add(EventLog log, params int[] steps)
    {
        foreach (var step in steps)
        {
            log.Add(step, [("loss", step)]);
        }
    }

    /// <summary>The length of the last record's message, all of which are of one length here.</summary>
    private static int LengthOfLast(byte[] file)
    {
        var length = 0;
        for (var at = 0; at < file.Length; at += 16 + length)
        {
            length = BitConverter.ToInt32(file, at);
        }

        return length;
    }
}
