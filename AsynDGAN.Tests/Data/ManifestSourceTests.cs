using AsynDGAN.Core;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data;
using AsynDGAN.Core.Imaging;

namespace AsynDGAN.Tests.Data;

public class ManifestSourceTests
{
    private TemporaryFolder folder = null!;

    [SetUp]
    public void Make()
    {
        folder = new TemporaryFolder();
        PngFile.Write(TestCases.Constant(4, 4, 50), folder.In("images/a.png"));
        PngFile.Write(TestCases.Constant(4, 4, 60), folder.In("images/b.png"));
        PngFile.Write(TestCases.Constant(6, 4, 70), folder.In("images/c.png"));
        PngFile.Write(new PixelArray(4, 4, 3, 8, Enumerable.Repeat<ushort[]>([1, 2, 3], 16).SelectMany(x => x).ToArray()), folder.In("images/rgb.png"));
        PngFile.Write(TestCases.Constant(4, 4, 1), folder.In("masks/a.png"));
        PngFile.Write(TestCases.Constant(6, 4, 255), folder.In("masks/c.png"));
    }

    [TearDown]
    public void Remove() => folder.Dispose();

    [Test]
    public void Rows_are_grouped_into_the_patients_cases()
    {
        var set = Read("""
            site,patient,part,image,mask
            north,p2,test,images/c.png,masks/c.png
            south,p1,train,images/b.png,masks/a.png
            south,p1,train,images/a.png,masks/a.png
            """);
        Assert.That(set.Cases.Select(@case => (@case.Patient, @case.Institution, @case.Part)),
            Is.EqualTo(new[] { ("p1", "south", (Part?)Part.Training), ("p2", "north", Part.Test) }));
        Assert.That(set.Cases[0].Slices.Select(slice => slice.Name), Is.EqualTo(new[] { "images/b.png", "images/a.png" }));
        Assert.That(set.Cases[0].Slices[1].Image.Values, Is.All.EqualTo(50));
        Assert.That(set.Cases[0].Slices[1].Mask.Values, Is.All.EqualTo(255), "a mask of 0 and 1");
    }

    [Test]
    public void The_part_column_is_optional_and_columns_may_stand_in_any_order()
    {
        var set = Read("mask;image;patient;site\nmasks/a.png;images/a.png;p;s\n");
        Assert.That(set.Cases.Single().Part, Is.Null);
    }

    [Test]
    public void Colour_images_keep_their_channels_or_those_asked_for()
    {
        const string Text = "site,patient,image,mask\ns,p,images/rgb.png,masks/a.png\n";
        Assert.That(Read(Text).Cases[0].Slices[0].Image.Channels, Is.EqualTo(3));
        var blueFirst = Read(Text, new DataOptions { Channels = ["blue", "red"] }).Cases[0].Slices[0].Image;
        Assert.That(blueFirst.Values.Take(4), Is.EqualTo(new[] { 3, 1, 3, 1 }));
        Assert.That(Message(Text, new DataOptions { Channels = ["gray"] }), Does.Contain("line 2, images/rgb.png: there is no channel 'gray' among red, green, blue"));
        Assert.That(Message(Text, new DataOptions { Channels = ["flair"] }), Does.Contain("no channel 'flair'"));
    }

    [Test]
    public void Faulty_rows_are_all_listed_with_their_lines()
    {
        var message = Message("""
            site,patient,part,image,mask
            s,p,train,images/a.png,masks/a.png
            s,p,test,images/b.png,masks/a.png
            t,p,train,images/c.png,masks/c.png
            s,,train,images/d.png,
            s,q,training,images/e.png,masks/a.png
            s,r,train,images/a.png,masks/a.png
            """);
        Assert.That(message, Does.StartWith("5 faults"));
        Assert.That(message, Does.Contain("line 3: patient 'p' has part 'test', but 'train' on line 2"));
        Assert.That(message, Does.Contain("line 4: patient 'p' has site 't', but 's' on line 2"));
        Assert.That(message, Does.Contain("line 5: patient, mask is empty"));
        Assert.That(message, Does.Contain("line 6: part is 'training'; it is train, validation or test"));
        Assert.That(message, Does.Contain("line 7: image images/a.png is on line 2 already"));
    }

    [Test]
    public void Unknown_and_missing_columns_are_errors()
    {
        var message = Message("site,patient,image,label\ns,p,images/a.png,masks/a.png\n");
        Assert.That(message, Does.Contain("line 1: there is no column 'mask'"));
        Assert.That(message, Does.Contain("line 1: there should be no column 'label'"));
    }

    [Test]
    public void Faulty_files_are_all_listed()
    {
        var message = Message("""
            site,patient,image,mask
            s,p,images/a.png,masks/a.png
            s,p,images/b.png,masks/c.png
            s,p,images/nothing.png,masks/a.png
            s,q,images/rgb.png,masks/a.png
            """);
        Assert.That(message, Does.StartWith("3 faults"));
        Assert.That(message, Does.Contain("line 3, images/b.png: the image is 4x4, its mask 6x4"));
        Assert.That(message, Does.Contain("line 4, images/nothing.png: ").And.Contain("does not exist"));
        Assert.That(message, Does.Contain("line 5, images/rgb.png: the image has 3 channels of 8 bits, the first one 1 channel of 8 bits"));
    }

    [Test]
    public void The_fingerprint_follows_sites_and_parts()
    {
        string[] texts = ["s,p,train", "t,p,train", "s,p,test", "s,q,train"];
        Assert.That(
            texts.Select(row => Read($"site,patient,part,image,mask\n{row},images/a.png,masks/a.png\n").Fingerprint), Is.Unique);
    }

    [Test]
    public void A_manifest_without_rows_is_an_error() =>
        Assert.That(Message("site,patient,image,mask\n"), Does.Contain("no rows"));

    private CaseSet Read(string text, DataOptions? options = null) =>
        new ManifestSource((options ?? new DataOptions()) with { Root = folder.Write("manifest.csv", text) }).Read(2);

    private string Message(string text, DataOptions? options = null) =>
        Assert.Throws<UserException>(() => Read(text, options))!.Message;
}
