using AsynDGAN.Core.Setup;

namespace AsynDGAN.Tests.Setup;

/// <summary>Parts that the paths of a table's images tell.</summary>
public class TablePartsTests
{
    private HospitalFolder folder = null!;

    [SetUp]
    public void Make() => folder = new HospitalFolder();

    [TearDown]
    public void Remove() => folder.Dispose();

    [TestCase("train/{0}.png", "test/{0}.png")]
    [TestCase("north/train/{0}.png", "north/test/{0}.png")]
    [TestCase("imagesTr/{0}.png", "imagesTs/{0}.png")]
    [TestCase("all/{0}_training.png", "all/{0}_test.png")]
    [TestCase("all/train_{0}.png", "all/testB_{0}.png")]
    public void Parts_of_paths_are_those_of_the_manifest_that_is_made(string training, string test)
    {
        Write("image,mask,site", i => $"H{i % 2}", training, test);
        folder.Run();
        Assert.That(folder.Manifest[0], Is.EqualTo("site,patient,part,image,mask"));
        Assert.That(folder.Manifest.Skip(1).CountBy(line => line.Split(',')[2]), Is.EquivalentTo(new[] { KeyValuePair.Create("train", 8), KeyValuePair.Create("test", 4) }));
        Assert.That(folder.Display.Lines, Has.One.StartsWith("parts: by the paths of the images"));
    }

    [TestCase("image,mask,site,patient", "a manifest as it is")]
    [TestCase("image,mask,site,person", "a patient of both parts")]
    public void Parts_of_paths_that_are_not_taken_are_warned_of(string header, string what)
    {
        Write(header, i => $"H{i % 2},{(header.EndsWith("person", StringComparison.Ordinal) ? i % 6 : i)}", "train/{0}.png", "test/{0}.png");
        folder.Run(options: request => header.EndsWith("person", StringComparison.Ordinal) ? request with { Patients = "column:person" } : request);
        Assert.That(folder.Display.Lines, Has.One.StartsWith("warning: paths of images, such as train/p0.png, are called as parts").And.One.Contains("add a column part"), what);
    }

    [Test]
    public void Paths_of_which_some_are_called_as_parts_tell_them_alone() => Assert.Multiple(() =>
    {
        Assert.That(TableParts.Of(["train/a.png", "test/b.png", "extra/c.png"]), Is.EqualTo(new[] { "train", "test", null }));
        Assert.That(TableParts.Of(["test/a.png", "north/b.png"]), Is.All.Null);
        Assert.That(TableParts.Of(["train/a.png", "train/b.png"]), Is.All.Null);
        Assert.That(TableParts.Of(["contest_3.png", "train_1.png"]), Is.All.Null);
    });

    [Test]
    public void Names_from_the_working_directory_are_told_as_of_the_table_before_anything_is_asked()
    {
        var here = Path.GetRelativePath(Environment.CurrentDirectory, GoldenFolder.File("nifti", "ras_uint8.nii"));
        File.WriteAllText(folder.In("list.csv"), $"image,mask\n{here},{here}\n");
        Assert.That(folder.Refusal(), Does.StartWith($"{folder.In("list.csv")}: names in a table are relative to the table's folder, and none leads to a file from there; from the working directory {here} does"));
    }

    /// <summary>A table of twelve images, of which the last four lie where test images do.</summary>
    private void Write(string header, Func<int, string> more, string training, string test)
    {
        var lines = new List<string> { header };
        for (var i = 0; i < 12; i++)
        {
            var image = string.Format(System.Globalization.CultureInfo.InvariantCulture, i < 8 ? training : test, $"p{i}");
            folder.Write(image, HospitalFolder.Image(i));
            folder.Write($"masks/{i}.png", HospitalFolder.Mask(i));
            lines.Add($"{image},masks/{i}.png,{more(i)}");
        }

        File.WriteAllLines(folder.In("list.csv"), lines);
    }
}
