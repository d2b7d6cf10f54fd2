using AsynDGAN.Core;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data.Sources;
using AsynDGAN.Core.Imaging;
using AsynDGAN.Tests.Imaging;

namespace AsynDGAN.Tests.Data.Sources;

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
            Is.EqualTo(new[] { ("p1", "south", (DataPart?)DataPart.Training), ("p2", "north", DataPart.Test) }));
        Assert.That(set.Cases[0].Slices.Select(slice => slice.Name), Is.EqualTo(new[] { "images/b.png", "images/a.png" }));
        Assert.That(set.Cases[0].Slices[1].Image.Values, Is.All.EqualTo(50));
        Assert.That(set.Cases[0].Slices[1].Mask.Values, Is.All.EqualTo(255), "a mask of 0 and 1");
    }

    [Test]
    public void Masks_whose_objects_are_of_several_colours_are_warned_of_unless_their_numbers_are_named()
    {
        foreach (var (name, code) in new[] { ("red", 1), ("green", 2) })
        {
            File.WriteAllBytes(folder.In($"masks/{name}.png"), PngSample.OfCodes(4, 4, 2, [.. Enumerable.Range(0, 16).Select(i => i < 8 ? code : 0)], [0, 0, 0, 255, 0, 0, 0, 255, 0]));
        }

        const string Text = "site,patient,image,mask\ns,p,images/a.png,masks/red.png\ns,q,images/b.png,masks/green.png\n";
        Assert.That(Read(Text).Notes.Single(note => note.Contains("colours")), Does.StartWith("warning: what masks show has 2 colours").And.Contain("#00FF00 in 1, such as line 3").And.Contain("#FF0000 in 1"));
        Assert.That(Read(Text, new DataOptions { MaskValues = [2] }).Notes.Where(note => note.Contains("colours")), Is.Empty);
        Assert.That(Read("site,patient,image,mask\ns,p,images/a.png,masks/red.png\ns,q,images/b.png,masks/a.png\n").Notes.Where(note => note.Contains("colours")), Is.Empty, "a grey mask is no class");
    }

    [Test]
    public void An_image_that_is_a_mask_of_another_row_is_refused() =>
        Assert.That(Message("site,patient,image,mask\ns,p,images/a.png,masks/a.png\ns,q,images/../masks/a.png,masks/c.png\n"), Does.Contain("line 3: image images/../masks/a.png is a mask on line 2"));

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
    public void Patients_that_every_site_numbers_from_1_want_the_site_before_the_number() =>
        Assert.That(() => Read("site,patient,image,mask\ns,1,images/a.png,masks/a.png\nt,1,images/b.png,masks/b.png\n"),
            Throws.TypeOf<UserException>().With.Property(nameof(UserException.Hint)).Contains("put the site before the number, as in north/1"));

    [Test]
    public void Faulty_rows_are_all_listed_with_their_lines()
    {
        var message = Message("""
            site,patient,part,image,mask
            s,p,train,images/a.png,masks/a.png
            s,p,test,images/b.png,masks/a.png
            t,p,train,images/c.png,masks/c.png
            s,,train,images/d.png,
            s,q,tuning,images/e.png,masks/a.png
            s,r,train,images/a.png,masks/a.png
            """);
        Assert.That(message, Does.StartWith("5 faults"));
        Assert.That(message, Does.Contain("line 3: patient 'p' has part 'test', but 'train' on line 2"));
        Assert.That(message, Does.Contain("line 4: patient 'p' has site 't', but 's' on line 2"));
        Assert.That(message, Does.Contain("line 5: patient, mask is empty"));
        Assert.That(message, Does.Contain("line 6: part is 'tuning'; it is train, validation or test"));
        Assert.That(message, Does.Contain("line 7: image images/a.png is on line 2 already"));
    }

    [Test]
    public void A_missing_column_is_an_error_that_lists_those_that_are_there() => Assert.That(
        Message("site,patient,image,label\ns,p,images/a.png,masks/a.png\n"), Does.Contain("line 1: there is no column 'mask' among site, patient, image, label"));

    [Test]
    public void Columns_that_are_not_known_are_noted_with_what_may_have_been_meant()
    {
        var set = Read("site,patient,age,image,mask,prat\ns,p,61,images/a.png,masks/a.png,test\n");
        Assert.That(set.Notes[0], Does.EndWith("columns that are not looked at: age, prat (part?)"));
        Assert.That(set.Cases.Single().Part, Is.Null);
    }

    [Test]
    public void Columns_and_parts_are_named_in_any_case_and_by_their_usual_names()
    {
        var set = Read("Site,PATIENT,Part,Image,Mask\ns,p,Val,images/a.png,masks/a.png\ns,p,valid,images/b.png,masks/a.png\ns,q,Training,images/rgb.png,masks/a.png\n", new DataOptions { OnError = OnError.Skip });
        Assert.That(set.Cases.Single().Part, Is.EqualTo(DataPart.Validation));
    }

    [Test]
    public void What_a_spreadsheet_leaves_blank_is_nothing()
    {
        var set = Read("site,patient,image,mask,,\ns,p,images/a.png,masks/a.png,,\n,,,,,\ns,p,images/b.png,masks/a.png\n\n,,\n");
        Assert.That(set.Cases.Single().Slices, Has.Count.EqualTo(2));
        Assert.That(set.Notes.Where(note => note.Contains("columns")), Is.Empty);
        Assert.That(Message("site,patient,image,mask\ns,p,images/a.png,masks/a.png,more\n"), Does.Contain("line 2: 5 fields where the header has 4"));
        Assert.That(Message("site,patient,image,mask\ns,p,images/a.png\n"), Does.Contain("line 2: 3 fields where the header has 4"));
    }

    [TestCase("./images/a.png")]
    [TestCase("masks/../images/a.png")]
    [TestCase("images//a.png")]
    public void One_image_in_two_spellings_is_refused_with_both_lines(string spelling) => Assert.That(
        Message($"site,patient,image,mask\ns,p,images/a.png,masks/a.png\ns,q,{spelling},masks/a.png\n"),
        Does.Contain($"line 3: image {spelling} is on line 2 already, as images/a.png"));

    [TestCase("images/link.png")]
    [TestCase("linked/a.png")]
    public void One_image_behind_a_link_is_refused_with_both_lines(string spelling)
    {
        File.CreateSymbolicLink(folder.In("images/link.png"), "a.png");
        Directory.CreateSymbolicLink(folder.In("linked"), "images");
        Assert.That(
            Message($"site,patient,image,mask\ns,p,images/a.png,masks/a.png\ns,p,{spelling},masks/a.png\n"),
            Does.Contain($"line 3: image {spelling} is on line 2 already, as images/a.png"));
    }

    [Test]
    public void One_mask_behind_a_link_is_warned_of()
    {
        File.CreateSymbolicLink(folder.In("masks/link.png"), "a.png");
        var set = Read("site,patient,image,mask\ns,p,images/a.png,masks/a.png\ns,p,images/b.png,masks/link.png\n");
        Assert.That(set.Notes, Has.Some.Contains("2 images have one mask"));
    }

    [Test]
    public void Names_that_lead_somewhere_from_the_working_directory_alone_are_told_once()
    {
        var here = Path.GetRelativePath(Environment.CurrentDirectory, GoldenFolder.File("nifti", "ras_uint8.nii"));
        Assert.That(() => Table(here), Throws.TypeOf<UserException>().With.Message.EndsWith($"none leads to a file from there; from the working directory {here} does"));
        Assert.That(() => Table("nowhere.nii"), Throws.Nothing, "files are looked for when they are read");

        ManifestTable Table(string image) => ManifestTable.Read(new DataOptions { Root = folder.Write("m.csv", $"site,patient,image,mask\ns,p,{image},m.nii\ns,q,other.nii,m.nii\n") });
    }

    [TestCase(false)]
    [TestCase(true)]
    public void Masks_that_are_another_patients_pixel_by_pixel_are_warned_of_but_not_those_of_a_drawn_set(bool drawn)
    {
        foreach (var name in new[] { "x", "y" })
        {
            PngFile.Write(TestCases.Picture(16, 16, (y, x) => y + (name == "x" ? x : 2 * x)), folder.In($"images/{name}.png"));
            PngFile.Write(TestCases.Picture(16, 16, (y, x) => Math.Abs(y - 8) + Math.Abs(x - 8) < 7 ? 255 : 0), folder.In($"masks/{name}.png"));
        }

        var (column, cell) = drawn ? (",tumour_patient", ",t") : ("", "");
        var notes = Read($"site,patient,image,mask{column}\ns,p,images/x.png,masks/x.png{cell}\ns,q,images/y.png,masks/y.png{cell}\n").Notes;
        Assert.That(notes, drawn ? Is.Empty : Is.EqualTo(new[]
        {
            "warning: 1 mask is pixel by pixel what another patient's is: that of line 3, images/y.png is that of line 2, images/x.png; look whether one was copied in the place of its own",
        }));
        Assert.That(Read("site,patient,image,mask\ns,p,images/x.png,masks/x.png\ns,p,images/y.png,masks/y.png\n").Notes, Is.Empty, "one patient's may be equal");
    }

    [Test]
    public void A_part_column_without_any_part_is_none()
    {
        Assert.That(Read("site,patient,image,mask,part\ns,p,images/a.png,masks/a.png,\ns,p,images/b.png,masks/a.png\n").Cases.Single().Part, Is.Null);
        Assert.That(Message("site,patient,image,mask,part\ns,p,images/a.png,masks/a.png,test\ns,p,images/b.png,masks/a.png\n"), Does.Contain("line 3: part is empty"));
    }

    [Test]
    public void Columns_that_are_not_looked_at_may_be_there_twice()
    {
        Assert.That(Read("site,patient,image,mask,note,note\ns,p,images/a.png,masks/a.png,x,y\n").Cases, Has.Count.EqualTo(1));
        Assert.That(Message("site,patient,image,mask,Mask\ns,p,images/a.png,masks/a.png,masks/a.png\n"), Does.Contain("column 'mask' is there twice"));
    }

    [Test]
    public void A_long_line_that_is_no_header_is_said_in_short() => Assert.That(Message(new string('x', 10_000)).Length, Is.LessThan(2_000));

    [Test]
    public void One_image_in_two_files_of_two_patients_is_refused_with_both_lines()
    {
        var picture = TestCases.Picture(4, 4, (y, x) => 10 * y + x);
        PngFile.Write(picture, folder.In("images/first.png"));
        File.WriteAllBytes(folder.In("images/second.tif"), new TiffSample().Write(picture));
        const string Text = "site,patient,image,mask\ns,p,images/first.png,masks/a.png\nt,q,images/second.tif,masks/a.png\n";
        Assert.That(Message(Text), Does.Contain("line 3, images/second.tif: its image is that of line 2, images/first.png too, of patient p"));
        Assert.That(Read(Text, new DataOptions { OnError = OnError.Skip }).Cases.Single().Patient, Is.EqualTo("p"));
        Assert.That(Read(Text.Replace("t,q", "s,p", StringComparison.Ordinal)).Cases.Single().Slices, Has.Count.EqualTo(2), "one patient's");
    }

    [Test]
    public void A_channel_that_two_patients_share_is_refused_whatever_their_other_channels_show()
    {
        foreach (var (name, shift) in new[] { ("t1", 0), ("t2", 1), ("again", 0), ("other", 2) })
        {
            PngFile.Write(TestCases.Picture(4, 4, (y, x) => 10 * y + x + shift), folder.In($"images/{name}.png"));
        }

        var named = new DataOptions { ChannelNames = ["t1", "t2"], OnError = OnError.Skip };
        var shared = Read("site,patient,image,mask\ns,p,images/t1.png|images/t2.png,masks/a.png\nt,q,images/again.png|images/other.png,masks/a.png\n", named);
        Assert.That((shared.Cases.Single().Patient, shared.LeftOut.Single().Reason), Is.EqualTo(("p", "a channel of its image is one of line 2, images/t1.png too, of patient p")));
    }

    [Test]
    public void Pictures_in_colour_are_compared_by_the_channels_that_are_used_together()
    {
        foreach (var (name, blue) in new[] { ("one", 1), ("two", 2) })
        {
            PngFile.Write(new PixelArray(4, 4, 3, 8, [.. Enumerable.Range(0, 48).Select(i => (ushort)(i % 3 == 2 ? blue * i : i))]), folder.In($"images/{name}.png"));
        }

        const string Text = "site,patient,image,mask\ns,p,images/one.png,masks/a.png\nt,q,images/two.png,masks/a.png\n";
        Assert.That(Read(Text, new DataOptions { Channels = ["red", "green", "blue"] }).Cases, Has.Count.EqualTo(2));
        Assert.That(Read(Text, new DataOptions { Channels = ["red"], OnError = OnError.Skip }).Cases.Single().Patient, Is.EqualTo("p"));
    }

    [Test]
    public void An_image_that_is_its_own_mask_is_refused() =>
        Assert.That(Message("site,patient,image,mask\ns,p,masks/a.png,./masks/a.png\n"), Does.Contain("line 2: masks/a.png is image and mask"));

    [Test]
    public void Backslashes_in_a_path_that_is_not_there_get_a_hint()
    {
        Assume.That(Path.DirectorySeparatorChar, Is.EqualTo('/'));
        Assert.That(Message("site,patient,image,mask\ns,p,images\\a.png,masks/a.png\n"), Does.Contain("does not exist (folders are parted by / here, not by \\)"));
    }

    [Test]
    public void A_site_in_another_encoding_is_refused_with_its_line_or_read_as_told()
    {
        const string Text = "site,patient,image,mask\nKöln,p,images/a.png,masks/a.png\nKüln,q,images/b.png,masks/a.png\n";
        File.WriteAllBytes(folder.In("latin.csv"), System.Text.Encoding.Latin1.GetBytes(Text));
        var options = new DataOptions { Root = folder.In("latin.csv") };
        var fault = Assert.Throws<UserException>(() => Source(options).Read(1))!;
        Assert.That(fault.Message, Does.Contain("latin.csv, line 2 is not utf-8: byte 25 is F6"));
        Assert.That(fault.Hint, Does.Contain("data.encoding"));
        var sites = Source(options with { Encoding = "latin-1" }).Read(1).Cases.Select(@case => @case.Institution);
        Assert.That(sites, Is.EqualTo(new[] { "Köln", "Küln" }));
    }

    [TestCase("site,patient,image,mask\ns,p,a,b\n", "utf-16", true)]
    [TestCase("place,patient,image,mask\ns,p,a,b\n", "windows-1252", true)]
    [TestCase("place,patient,image,mask\ns,p,a,b\n", "UTF8", false)]
    public void A_missing_column_may_be_one_that_another_encoding_has(string text, string encoding, bool isTold)
    {
        var options = new DataOptions { Root = folder.Write("wrong.csv", text), Encoding = encoding };
        var fault = Assert.Throws<UserException>(() => Source(options).Read(1))!;
        Assert.That(fault.Message, Does.Contain("there is no column 'site' among"));
        Assert.That(fault.Hint!.EndsWith($"Or data.encoding is wrong: the file was read as {encoding}.", StringComparison.Ordinal), Is.EqualTo(isTold));
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
        Assert.That(message, Does.Contain("line 5, images/rgb.png: the image has 3 channels of 8 bits, the first one 1 channel of 8 bits (line 2, images/a.png)"));
    }

    [Test]
    public void Pictures_of_a_file_a_channel_are_joined_in_the_order_of_their_names()
    {
        const string Text = "site,patient,image,mask\ns,p,images/a.png|images/b.png,masks/a.png\n";
        var options = new DataOptions { ChannelNames = ["t1", "t2"] };
        var both = Read(Text, options).Cases.Single();
        Assert.That(both.Slices.Single().Image.Values.Take(4), Is.EqualTo(new[] { 50, 60, 50, 60 }));
        Assert.That((both.Slices.Single().Name, both.IsColour), Is.EqualTo(("images/a.png", false)));
        Assert.That(Read(Text, options with { Channels = ["t2", "t1"] }).Cases.Single().Slices.Single().Image.Values.Take(2), Is.EqualTo(new[] { 60, 50 }));
        Assert.That(Read(Text, options with { Channels = ["t2"] }).Cases.Single().Slices.Single().Image.Values, Is.All.EqualTo(60));
    }

    [Test]
    public void More_channels_than_columns_leave_the_columns_as_they_are()
    {
        string[] names = ["a", "b", "d", "e", "f", "g"];
        foreach (var name in names[2..])
        {
            PngFile.Write(TestCases.Constant(4, 4, 100 + name[0]), folder.In($"images/{name}.png"));
        }

        var text = $"site,patient,image,mask\ns,p,{string.Join('|', names.Select(name => $"images/{name}.png"))},masks/a.png\n";
        Assert.That(Read(text, new DataOptions { ChannelNames = names }).Cases.Single().Slices.Single().Image.Channels, Is.EqualTo(6));
        Assert.That(Read(text.Replace(',', ';'), new DataOptions { ChannelNames = names }).Cases.Single().Slices.Single().Image.Channels, Is.EqualTo(6));
    }

    [Test]
    public void Pictures_of_a_file_a_channel_that_do_not_fit_are_refused()
    {
        var options = new DataOptions { ChannelNames = ["t1", "t2"] };
        Assert.That(Message("site,patient,image,mask\ns,p,images/a.png|images/c.png,masks/a.png\n", options), Does.Contain("the files of its channels differ: c.png is 6x4 of 8 bits, a.png 4x4 of 8 bits"));
        Assert.That(Message("site,patient,image,mask\ns,p,images/a.png|images/rgb.png,masks/a.png\n", options), Does.Contain("the image has 3 channels; each file that data.channel_names names is one, in grey"));
        Assert.That(Message("site,patient,image,mask\ns,p,images/a.png|none.png,masks/a.png\n", options), Does.Contain("none.png does not exist"));
        Assert.That(Message("site,patient,image,mask\ns,p,images/rgb.png,masks/a.png\n", new DataOptions { ChannelNames = ["t1"] }), Does.Contain("is one, in grey"));
    }

    [Test]
    public void The_file_of_a_channel_that_is_at_fault_is_named() => Assert.That(
        Message("site,patient,image,mask\ns,p,images/a.png|images/rgb.png,masks/a.png\n", new DataOptions { ChannelNames = ["t1", "t2"] }), Does.EndWith($"is one, in grey ({folder.Join("images/rgb.png")})"));

    [Test]
    public void Listed_values_are_classes_where_the_condition_asks_for_them()
    {
        PngFile.Write(TestCases.Picture(4, 4, (y, _) => y), folder.In("masks/four.png"));
        const string Text = "site,patient,image,mask\ns,p,images/a.png,masks/four.png\n";
        var options = new DataOptions { Source = DataSource.Manifest, MaskValues = [3, 1] };
        Assert.That(Mask(options), Is.EqualTo(new[] { 0, 255, 0, 255 }));
        Assert.That(Mask(options with { Conditions = [ConditionChannel.Classes] }), Is.EqualTo(new[] { 0, 2, 0, 1 }));

        ushort[] Mask(DataOptions wanted) => [.. Read(Text, wanted).Cases.Single().Slices.Single().Mask.Values.Where((_, i) => i % 4 == 0)];
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
        Source((options ?? new DataOptions()) with { Root = folder.Write("manifest.csv", text) }).Read(2, options?.OnError ?? OnError.Stop);

    private static ManifestSource Source(DataOptions options) => new(options, ManifestTable.Read(options));

    private string Message(string text, DataOptions? options = null) =>
        Assert.Throws<UserException>(() => Read(text, options))!.Message;

    [Test]
    public void Values_of_masks_that_are_not_listed_are_told()
    {
        PngFile.Write(TestCases.Picture(4, 4, (y, _) => y), folder.In("masks/classes.png"));
        var options = new DataOptions { MaskValues = [1] };
        var set = Read("site,patient,image,mask\ns,p,images/a.png,masks/classes.png\ns,q,images/b.png,masks/a.png\n", options);
        Assert.That(set.Cases.SelectMany(@case => @case.Notes), Is.EqualTo(new[] { new CaseNote("warning: labels that data.mask_values does not list count as background", "images/a.png has 2, 3") }));
    }
}
