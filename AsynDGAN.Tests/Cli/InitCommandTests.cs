using AsynDGAN.Core.Imaging;
using AsynDGAN.Tests.Setup;

namespace AsynDGAN.Tests.Cli;

/// <summary>A folder of data as a new user has it.</summary>
public class InitCommandTests
{
    private readonly WorkFolder work = new();

    [OneTimeSetUp]
    public void Write()
    {
        foreach (var i in Enumerable.Range(0, 8))
        {
            foreach (var (kind, pixels) in new[] { ("images", HospitalFolder.Image(i)), ("masks", HospitalFolder.Mask(i)) })
            {
                var place = work.Join("data of two", i % 2 == 0 ? "North, Hôpital" : "\"South\"", kind);
                Directory.CreateDirectory(place);
                PngFile.Write(pixels, Path.Combine(place, $"p {i}.png"));
            }
        }
    }

    [OneTimeTearDown]
    public void Remove() => work.Dispose();

    [Test]
    public void What_it_writes_is_what_the_next_command_reads()
    {
        var result = work.Run("init", "data of two", "--hours", "0.01", "--json", "-");
        result.Succeeded();
        var record = RecordFile.Of(result.Output, "init");
        Assert.That(record.GetProperty("configuration").GetString(), Is.EqualTo("data-of-two.yaml"));
        Assert.That(record.GetProperty("sites").EnumerateArray().Select(site => (site.GetProperty("patients").GetInt32(), site.GetProperty("pictures").GetInt32())), Is.EqualTo(new[] { (4, 4), (4, 4) }));
        Assert.That(record.GetProperty("seconds_per_step").GetDouble(), Is.Positive);
        var data = work.Run("data", "--config", "data-of-two.yaml");
        data.Succeeded();
        Assert.That(data.Output, Does.Contain("North, Hôpital").And.Contain("\"South\""));
    }

    [TestCase("INT", 130)]
    [TestCase("TERM", 75)]
    [Platform("Linux,MacOsX")]
    public void It_is_stopped_while_it_works_and_leaves_nothing(string signal, int exitCode)
    {
        var (data, copies) = ($"data of {signal}", Directory.CreateDirectory(work.Join("copies of " + signal)).FullName);
        foreach (var (i, kind) in Enumerable.Range(0, 8).SelectMany(i => new[] { (i, "images"), (i, "masks") }))
        {
            var place = Directory.CreateDirectory(work.Join(data, i % 2 == 0 ? "north" : "south", kind)).FullName;
            PngFile.Write(kind == "images" ? HospitalFolder.Image(i) : HospitalFolder.Mask(i), Path.Combine(place, $"p{i}.png"));
        }

        using var fitting = AsyndganProcess.Start(work.Root, ["init", data, "--out", signal + ".yaml"], redirection: "", before: $"export TMPDIR='{copies}'; ");
        fitting.WaitUntil(() => Directory.GetDirectories(copies, "asyndgan-*").Length > 0, "its copy of the manifest, long before it has measured");
        fitting.Signal(signal);
        var stopped = fitting.Wait();
        Assert.That(stopped.ExitCode, Is.EqualTo(exitCode), stopped.Error);
        Assert.That(stopped.Output, Does.Contain("Stopped; nothing was written."));
        Assert.That(Directory.GetDirectories(copies, "asyndgan-*"), Is.Empty);
        Assert.That((File.Exists(work.Join(signal + ".yaml")), File.Exists(work.Join(data, "manifest.csv"))), Is.EqualTo((false, false)));
    }

    [Test]
    [Platform("Linux,MacOsX")]
    public void Where_no_temporary_folder_can_be_made_that_is_one_message()
    {
        foreach (var i in Enumerable.Range(0, 8))
        {
            var place = Directory.CreateDirectory(work.Join("data of others", i % 2 == 0 ? "north" : "south")).FullName;
            PngFile.Write(HospitalFolder.Image(i), Path.Combine(place, $"p{i}.png"));
            PngFile.Write(HospitalFolder.Mask(i), Path.Combine(place, $"p{i}_mask.png"));
        }

        using var started = AsyndganProcess.Start(work.Root, ["init", "data of others", "--out", "none.yaml"], redirection: "", before: $"export TMPDIR='{work.Join("not there")}'; ");
        var result = started.Wait();
        result.Refused("the folder of temporary files, ", "not there", "cannot be written to", "TMPDIR");
        Assert.That((File.Exists(work.Join("none.yaml")), File.Exists(work.Join("data of others", "manifest.csv"))), Is.EqualTo((false, false)));
    }

    [Test]
    public void A_question_that_nobody_answers_names_the_options_and_writes_nothing()
    {
        work.Run("init", Path.Combine("data of two", "\"South\""), "--out", "south.yaml").Refused("nothing tells of which hospitals", "--sites random:2");
        Assert.That((File.Exists(work.Join("south.yaml")), Directory.GetFiles(work.Join("data of two"), "*.csv", SearchOption.AllDirectories).Count(file => file.Contains("South"))), Is.EqualTo((false, 0)));
    }
}
