using System.Collections.Concurrent;
using AsynDGAN.Core;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Configuration.Reading;
using AsynDGAN.Core.Runs;
using AsynDGAN.Core.Synthesis;

namespace AsynDGAN.Tests.Synthesis;

public class SyntheticFolderTests
{
    private static readonly SetOrigin origin = new(1, "manifest", "aa", "bb", "cpu", 1, "right");
    private static readonly string configuration = ExperimentWriter.Write(new Experiment { Name = "x" });

    private TemporaryFolder folder = null!;

    [SetUp]
    public void Make() => folder = new TemporaryFolder();

    [TearDown]
    public void Remove() => folder.Dispose();

    [TestCase("config.yaml", "name: x\n")]
    [TestCase("synthesis.json", "{}")]
    [TestCase("synthesis.json", """{"format": 1, "title": "another program's"}""")]
    public void A_folder_that_is_no_synthetic_sets_is_refused_whatever_is_asked_for(string name, string text)
    {
        File.WriteAllText(folder.Join(name), text);
        Assert.That(() => Open(resume: true), Refusal("other files than a synthetic set's"));
        Assert.That(() => Open(overwrite: true), Refusal("other files than a synthetic set's"));
        Assert.That(folder.Names(), Is.EqualTo(new[] { name }));
    }

    [TestCase("")]
    [TestCase("{\"format\": 1, \"layout\": ")]
    [TestCase("null")]
    public void A_set_whose_origin_is_damaged_is_not_gone_on_with_and_can_be_replaced(string damaged)
    {
        Begin(Open());
        File.WriteAllText(folder.Join("manifest.csv"), "");
        File.WriteAllText(folder.Join("synthesis.json"), damaged);
        Assert.That(() => SetOrigin.Read(folder.Path), Refusal("is damaged, or of another version"));
        Assert.That(() => Open(resume: true), Refusal("is damaged, or of another version"));
        Assert.That(() => Open(), Refusal("already"));
        Begin(Open(overwrite: true));
        Assert.That(SetOrigin.Read(folder.Path), Is.Not.Null);
    }

    [Test]
    public void Opening_writes_nothing()
    {
        SyntheticFolder.Open(folder.Join("new"), resume: false, overwrite: false);
        Assert.That(folder.Names(), Is.Empty);
    }

    [Test]
    public void A_set_that_is_there_is_refused_with_both_ways_out()
    {
        Begin(Open());
        Assert.That(() => Open(), Refusal("already").And.Property("Hint").Contains("--resume").And.Property("Hint").Contains("--overwrite"));
    }

    [Test]
    public void Overwriting_deletes_the_sets_own_files_only()
    {
        Begin(Open());
        File.WriteAllText(folder.Join("images", "000000.png"), "");
        File.WriteAllText(folder.Join("manifest.csv"), "");
        File.WriteAllText(folder.Join("notes.txt"), "mine");
        Begin(Open(overwrite: true));
        Assert.That(folder.Names(), Is.EqualTo(new[] { "config.yaml", "images", "masks", "notes.txt", "synthesis.json" }));
        Assert.That(Directory.EnumerateFiles(folder.Join("images")), Is.Empty);
    }

    [Test]
    [Platform("Linux")]
    public void A_killed_overwriting_leaves_no_set_to_go_on_with()
    {
        Begin(Open());
        File.WriteAllText(folder.Join("manifest.csv"), "");
        using var deleted = new BlockingCollection<string>();
        using var watcher = new FileSystemWatcher(folder.Path);
        watcher.Deleted += (_, gone) => deleted.Add(gone.Name!);
        watcher.EnableRaisingEvents = true;
        Begin(Open(overwrite: true));
        Assert.That(deleted.TryTake(out var first, TimeSpan.FromMinutes(1)), Is.True);
        Assert.That(first, Is.EqualTo("config.yaml"));
        File.Delete(folder.Join("config.yaml"));
        Assert.That(() => Begin(Open(resume: true)), Refusal("stopped before it began"));
    }

    [Test]
    public void A_set_goes_on_with_the_same_generator_data_layout_and_configuration_only()
    {
        Begin(Open());
        Assert.That(() => Begin(Open(resume: true), origin with { Weights = "cc" }), Refusal("weights (SHA-256): aa there, cc now"));
        Assert.That(() => Begin(Open(resume: true), origin with { Data = "cc" }), Refusal("data (fingerprint): bb there, cc now"));
        Assert.That(() => Begin(Open(resume: true), origin with { Layout = "nnunet" }), Refusal("layout: manifest there, nnunet now"));
        var other = ExperimentWriter.Write(new Experiment { Name = "x", Synthesis = new SynthesisOptions { MixMasks = 3 } });
        Assert.That(
            () => Open(resume: true).Begin(other, origin, ["images"], new Silence()), Refusal("synthesis.mix_masks: 1 there, 3 now"));
        Begin(Open(resume: true));
    }

    [Test]
    public void Going_on_with_other_threads_warns_that_equality_ends()
    {
        Begin(Open());
        var display = new Silence();
        Open(resume: true).Begin(configuration, origin with { Threads = 2 }, ["images"], display);
        Assert.That(display.Warnings, Has.One.Contains("not equal bit for bit"));
    }

    [Test]
    public void Other_threads_are_not_warned_of_where_images_do_not_depend_on_them()
    {
        Begin(Open());
        var (threads, device) = (new Silence(), new Silence());
        Open(resume: true).Begin(configuration, origin with { Threads = 2 }, ["images"], threads, threadsCount: false);
        Open(resume: true).Begin(configuration, origin with { Threads = 2, Device = "cuda" }, ["images"], device, threadsCount: false);
        Assert.That(threads.Warnings, Is.Empty);
        Assert.That(device.Warnings, Has.One.Contains("cuda with 2 thread(s)").And.One.Contains("after cpu with 1"));
    }

    [TestCase(3, "masks/1.png", true)]
    [TestCase(3, null, false)]
    [TestCase(2, "images/0.png", true)]
    [TestCase(2, "images/2.png", false, Description = "drawn anew")]
    public void Images_that_stayed_are_looked_at_whatever_computed_the_others(int stayed, string? changed, bool isRefused)
    {
        var rows = Enumerable.Range(0, 3).Select(i => (IReadOnlyDictionary<string, string>)new Dictionary<string, string> { ["image"] = $"images/{i}.png", ["mask"] = $"masks/{i}.png" }).ToList();
        var first = Open();
        Begin(first);
        foreach (var file in rows.SelectMany(row => row.Values).Append("manifest.csv"))
        {
            folder.Write(file, file);
        }

        first.OfWhole(origin, rows).Write(folder.Path);
        var other = origin with { Threads = 4, Device = "cuda" };
        var again = Open(resume: true);
        Begin(again, other);
        again.Reopen(stayed);
        if (changed is not null)
        {
            folder.Write(changed, "another");
        }

        Assert.That(SetOrigin.Read(folder.Path)!.Drawn, stayed == 3 ? Is.EqualTo(3) : Is.Null);
        Assert.That(() => again.OfWhole(other, rows), isRefused ? Refusal("they have been changed since") : Has.Property("Drawn").EqualTo(3));

        // A second process goes on with what the first left.
        Assert.That(() => Open(resume: true).OfWhole(other, rows), isRefused ? Refusal("they have been changed since") : Has.Property("Drawn").EqualTo(3));
    }

    [Test]
    public void A_set_of_an_earlier_version_that_was_stopped_while_lost_images_were_drawn_again_goes_on_elsewhere()
    {
        List<Dictionary<string, string>> rows = [.. Enumerable.Range(0, 3).Select(i => new Dictionary<string, string> { ["image"] = $"images/{i}.png", ["mask"] = $"masks/{i}.png" })];
        var first = Open();
        Begin(first);
        foreach (var file in rows.SelectMany(row => row.Values).Append("manifest.csv"))
        {
            folder.Write(file, file);
        }

        (first.OfWhole(origin, rows) with { Rows = null }).Write(folder.Path);
        var stopped = Open(resume: true);
        Begin(stopped);
        stopped.Reopen(2);
        folder.Write("images/2.png", "drawn elsewhere");
        var elsewhere = Open(resume: true);
        Begin(elsewhere, origin with { Device = "cuda" });
        elsewhere.Reopen(2);
        Assert.That(elsewhere.OfWhole(origin, rows).Drawn, Is.EqualTo(3));
    }

    [TestCase("that one", false)]
    [TestCase(null, true, Description = "an earlier version did not record it")]
    public void Points_that_another_processor_draws_again_are_not_called_changed_without_saying_so(string? processor, bool isRefused)
    {
        var drawn = origin with { Processor = processor };
        var first = Open();
        Begin(first, drawn);
        folder.Write("samples.csv", "drawn");
        first.OfWhole(drawn, 3).Write(folder.Path);
        folder.Write("samples.csv", "drawn again");
        var now = origin with { Processor = "this one" };
        var again = Open(resume: true);
        Begin(again, now);
        Assert.That(() => again.OfWhole(now, 3), isRefused ? Refusal("changed since, or a part was drawn again on another processor") : Has.Property("Drawn").EqualTo(3));
    }

    [TestCase(true, "site", "another")]
    [TestCase(true, "sample", "9")]
    [TestCase(false, "site", "another", Description = "an earlier version kept no digests of rows")]
    public void A_row_of_the_table_that_was_changed_is_refused_though_lost_images_are_drawn_again(bool hasRows, string field, string value)
    {
        List<Dictionary<string, string>> rows = [.. Enumerable.Range(0, 3).Select(i => new Dictionary<string, string> { ["site"] = "a", ["sample"] = $"{i}", ["image"] = $"images/{i}.png", ["mask"] = $"masks/{i}.png" })];
        var first = Open();
        Begin(first);
        foreach (var file in rows.SelectMany(row => new[] { row["image"], row["mask"] }))
        {
            folder.Write(file, file);
        }

        Table();
        var whole = first.OfWhole(origin, rows);
        (hasRows ? whole : whole with { Rows = null }).Write(folder.Path);
        var again = Open(resume: true);
        Begin(again);
        again.Reopen(2);
        Assert.That(again.OfWhole(origin, rows).Drawn, Is.EqualTo(3));
        rows[0][field] = value;
        Table();
        Assert.That(() => again.OfWhole(origin, rows), Refusal("they have been changed since"));

        void Table() => folder.Write("manifest.csv", string.Concat(rows.Select(row => string.Join(',', row.Values) + "\n")));
    }

    [Test]
    public void Going_on_warns_of_oneDNN_and_not_of_how_many_convolutions_were_checked()
    {
        Begin(Open());
        var (alike, off) = (new Silence(), new Silence());
        Open(resume: true).Begin(configuration, origin with { Convolutions = "convolutions: 99 checked against float64, all right" }, ["images"], alike);
        Open(resume: true).Begin(configuration, origin with { Convolutions = "convolutions: 1 of 99 are wrong with oneDNN on this machine (a); oneDNN is off, which is slower" }, ["images"], off);
        Assert.That(alike.Warnings, Is.Empty);
        Assert.That(off.Warnings, Has.One.Contains("thread(s) in ").And.One.Contains(", without oneDNN, after "));
    }

    [Test]
    public void A_folder_that_cannot_be_written_is_the_users_to_mend()
    {
        File.WriteAllText(folder.Join("file"), "");
        var inside = SyntheticFolder.Open(folder.Join("file", "set"), resume: false, overwrite: false);
        Assert.That(() => Begin(inside), Refusal("cannot be written"));
    }

    private SyntheticFolder Open(bool resume = false, bool overwrite = false) => SyntheticFolder.Open(folder.Path, resume, overwrite);

    private static void Begin(SyntheticFolder set, SetOrigin? made = null) =>
        set.Begin(configuration, made ?? origin, ["images", "masks"], new Silence());

    private static NUnit.Framework.Constraints.Constraint Refusal(string part) =>
        Throws.TypeOf<UserException>().With.Message.Contains(part);

    private sealed class Silence : IRunDisplay
    {
        public List<string> Warnings { get; } = [];

        public void Say(string line)
        {
        }

        public void Warn(string line) => Warnings.Add(line);

        public void Advance(string work, long done, long total)
        {
        }

        public void Show(TrainingStatus status)
        {
        }
    }
}
