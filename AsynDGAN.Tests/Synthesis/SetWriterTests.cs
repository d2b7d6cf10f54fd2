using AsynDGAN.Core;
using AsynDGAN.Core.Csv;
using AsynDGAN.Core.Synthesis;

namespace AsynDGAN.Tests.Synthesis;

public class SetWriterTests
{
    private TemporaryFolder folder = null!;
    private SetWriter writer = null!;

    [SetUp]
    public void Make()
    {
        folder = new TemporaryFolder();
        writer = new SetWriter(new CsvLog<SyntheticRow>(folder.Join("manifest.csv")));
    }

    [TearDown]
    public void Remove() => folder.Dispose();

    [Test]
    public void Rows_stand_in_the_order_of_adding_whichever_image_is_written_first()
    {
        using var second = new ManualResetEventSlim();
        writer.Add(Row(0), second.Wait);
        writer.Add(Row(1), second.Set);
        for (var item = 2; item < 100; item++)
        {
            var pause = item % 3;
            writer.Add(Row(item), () => Thread.Sleep(pause));
        }

        writer.Finish();
        Assert.That(Items(), Is.EqualTo(Enumerable.Range(0, 100)));
    }

    [Test]
    public void No_row_is_there_before_its_pictures_and_those_before_it()
    {
        using var first = new ManualResetEventSlim();
        using var later = new CountdownEvent(3);
        writer.Add(Row(0), first.Wait);
        for (var item = 1; item <= 3; item++)
        {
            writer.Add(Row(item), () => later.Signal());
        }

        later.Wait();
        Assert.That(Items(), Is.Empty);
        first.Set();
        writer.Finish();
        Assert.That(Items(), Is.EqualTo(new[] { 0, 1, 2, 3 }));
    }

    [Test]
    public void After_an_image_that_cannot_be_written_there_are_no_rows_and_nothing_is_under_way()
    {
        var (begun, ended) = (0, 0);
        Assert.That(
            () =>
            {
                for (var item = 0; item < 50; item++)
                {
                    var own = item;
                    writer.Add(Row(item), () =>
                    {
                        Interlocked.Increment(ref begun);
                        Thread.Sleep(1);
                        Interlocked.Increment(ref ended);
                        if (own == 20)
                        {
                            throw new UserException("the disk is full");
                        }
                    });
                }

                writer.Finish();
            },
            Throws.TypeOf<UserException>().With.Message.EqualTo("the disk is full"));
        Assert.That(ended, Is.EqualTo(begun));
        writer.Finish();
        Assert.That(Items(), Is.EqualTo(Enumerable.Range(0, 20)));
    }

    private static SyntheticRow Row(int item) => new("a", "a-p0000", $"{item}.png", $"{item}-mask.png", item, 0, "a", "a-p0000", 0, "false", "false", []);

    private List<int> Items() => File.Exists(folder.Join("manifest.csv"))
        ? [.. File.ReadAllLines(folder.Join("manifest.csv")).Skip(1).Select(line => int.Parse(line.Split(',')[4]))]
        : [];
}
