using AsynDGAN.Core.Runs;
using AsynDGAN.Core.Setup;

namespace AsynDGAN.Tests.Setup;

/// <summary>What init says and warns of, and in which words.</summary>
public class SetupNotesTests
{
    private HospitalFolder folder = null!;

    [SetUp]
    public void Make() => folder = new HospitalFolder();

    [TearDown]
    public void Remove() => folder.Dispose();

    [Test]
    public void Warnings_about_the_data_are_warnings()
    {
        folder.WriteSites(5, "north", "south");
        string[] rows = [.. Enumerable.Range(0, 10).Select(i => $"{(i < 5 ? "north" : "south")}/images/{(i < 5 ? $"a{i}" : $"b{i - 5}")}.png,north/masks/a{(i < 2 ? 0 : 1 + i % 4)}.png,{(i < 5 ? "north" : "south")},{(i % 5 == 0 ? "test" : "train")}")];
        File.WriteAllLines(folder.In("list.csv"), ["image,mask,hospital,split", "", .. rows]);
        var display = new Warnings();
        ProjectSetup.Run(new SetupRequest(folder.Data, folder.Output, 1) { Sites = "column:hospital", Patients = "picture" }, new GivenAnswers(), display, new GivenClock(0.05));
        Assert.That(display.Lines, Has.One.StartsWith("the column split has the names of parts (test, train)"), "what init finds");
        Assert.That(display.Lines, Has.One.StartsWith("2 images have one mask, north/masks/a0.png: line 3, north/images/a0.png; line 4, north/images/a1.png"), "what the source says, by the lines of the table");
    }

    [Test]
    public void What_a_source_says_of_a_table_as_it_is_is_said_once()
    {
        folder.WriteSites(5, "north", "south");
        File.WriteAllLines(folder.In("list.csv"), ["site,patient,image,mask,age", .. Enumerable.Range(0, 10).Select(i => i < 5 ? $"north,{i},north/images/a{i}.png,north/masks/a{i}.png,50" : $"south,{i},south/images/b{i - 5}.png,south/masks/b{i - 5}.png,50")]);
        folder.Run();
        Assert.That(folder.Display.Lines, Has.One.Contains("columns that are not looked at: age"));
    }

    [Test]
    public void Faults_of_a_table_name_its_own_lines()
    {
        folder.WriteSites(5, "north", "south");
        string[] rows = [.. Enumerable.Range(0, 10).Select(i => i < 5 ? $"north,a{i},north/images/a{i}.png,north/masks/a{i}.png" : $"south,b{i - 5},south/images/b{i - 5}.png,{(i == 7 ? "" : $"south/masks/b{i - 5}.png")}")];
        File.WriteAllLines(folder.In("list.csv"), ["hospital,person,image,mask", "", "", .. rows, "south,b0,south/images/b0.png,south/masks/b1.png"]);
        var refusal = folder.Refusal(request => request with { Sites = "column:hospital", Patients = "column:person" });
        Assert.That(refusal, Does.Contain("line 11: mask is empty").And.Contain("line 14: image south/images/b0.png is on line 9 already"));
    }

    [Test]
    public void Faults_of_images_that_folders_told_name_these_in_place_of_lines()
    {
        ManifestEntry[] entries = [new("s", "p", ["line 2.png"], "m.png", ""), new("s", "q", ["b.png"], "n.png", "")];
        using var manifest = NewManifest.For(new FoundData("", "", new(), new SiteWish(SiteWish.Folder)) { Entries = entries, Folder = folder.Data }, new SetupRequest(folder.Data, folder.Output, 1));
        Assert.That(
            manifest.Told($"2 faults in {manifest.Copy}:\n  line 3: image b.png is on line 2 already, as {Path.GetFullPath(Path.Combine(folder.Data, "line 2.png"))}\n  line 2, line 2.png: damaged", "data"),
            Is.EqualTo("2 faults in data:\n  the line of b.png: image b.png is on the line of line 2.png already, as line 2.png\n  line 2.png: damaged"));
    }

    [TestCase("random:2", "of each institution's patients, before sites are cut, as of validation_fraction")]
    [TestCase(null, "of each site's patients, as of validation_fraction")]
    public void The_configuration_says_within_what_patients_are_split(string? sites, string comment)
    {
        folder.WriteSites(5, "north", "south");
        folder.Run(options: request => request with { Sites = sites, Patients = "picture" });
        Assert.That(folder.Yaml, Does.Contain(comment));
    }

    private sealed class Warnings : IRunDisplay
    {
        public List<string> Lines { get; } = [];

        public void Say(string line)
        {
        }

        public void Warn(string line) => Lines.Add(line);

        public void Advance(string work, long done, long total)
        {
        }

        public void Show(TrainingStatus status)
        {
        }
    }
}
