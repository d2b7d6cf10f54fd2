using AsynDGAN.Core;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data.Sources;

namespace AsynDGAN.Tests.Data.Sources;

/// <summary>What a file, a folder or a CSV is taken for; no file is opened.</summary>
public class UnlabelledImagesTests
{
    private static readonly ChannelSet gray = ChannelSet.Of(new DataOptions { Source = DataSource.Manifest }, 1);
    private static readonly ChannelSet colour = ChannelSet.Of(new DataOptions { Source = DataSource.Manifest }, 3);
    private static readonly ChannelSet two = ChannelSet.Of(new DataOptions { Source = DataSource.Manifest, ChannelNames = ["t1", "t1ce"] }, 2);
    private static readonly ChannelSet brats = ChannelSet.Of(new DataOptions { Source = DataSource.Brats }, 1);

    private TemporaryFolder folder = null!;

    [SetUp]
    public void Make() => folder = new TemporaryFolder();

    [TearDown]
    public void Remove() => folder.Dispose();

    [Test]
    public void A_folder_s_pictures_are_each_one_of_their_own()
    {
        var found = Find(["b 1.png", "ä.TIF", ".hidden.png", "notes.txt", "v.nii"], gray);
        Assert.That(found.All.Select(image => (image.Name, image.Patient)), Is.EqualTo(new[] { ("b 1", "b 1"), ("ä", "ä") }));
        Assert.That(found.Notes.Single(), Does.Contain("2 other files").And.Contain("notes.txt").And.Contain("v.nii"));
    }

    [Test]
    public void A_folder_in_it_is_a_patient_and_masks_are_none()
    {
        var found = Find(["data/p1/1.png", "data/p1/2.png", "data/p1/2_mask.png", "data/p2/1.png", "data/masks/p3.png", "data/p2/1_gt.png", "__MACOSX/data/x.png"], gray);
        Assert.That(found.All.Select(image => (image.Name, image.Patient)), Is.EqualTo(new[] { ("data_p1_1", "p1"), ("2", "p1"), ("data_p2_1", "p2") }));
        Assert.That(found.Notes.Single(), Does.StartWith("not predicted, since they are named as masks: 3"));
    }

    [Test]
    public void A_loose_picture_that_is_called_as_a_folder_is_not_of_that_patient()
    {
        var found = Find(["pq/P2.png", "pq/z.png", "pq/P2/1.png", "pq/P2/2.png"], gray);
        Assert.That(found.All.Select(image => (image.Name, image.Patient)), Is.EquivalentTo(new[] { ("P2", "P2.png"), ("z", "z.png"), ("1", "P2"), ("2", "P2") }));
        Assert.That(found.Together(new DataOptions()).Select(together => together.Count()), Is.EquivalentTo(new[] { 1, 1, 2 }));
    }

    [Test]
    public void Names_differ_although_one_is_what_another_would_be_numbered()
    {
        string[] names = [.. Find(["a.jpg", "a.png", "y/A-2.png", "y/b.png"], gray).All.Select(image => image.Name)];
        Assert.That(names.Distinct(StringComparer.OrdinalIgnoreCase).Count(), Is.EqualTo(4), string.Join(' ', names));
        Assert.That(names[2..], Is.EqualTo(new[] { "A-2", "b" }), "names that are one picture's stay");
    }

    [Test]
    public void Pictures_that_lie_in_one_folder_alone_are_no_patient_s() =>
        Assert.That(Find(["images/x.png", "images/y.png", "labels/x.png"], gray).All.Select(image => image.Patient), Is.EqualTo(new[] { "x", "y" }));

    [Test]
    public void A_folder_that_says_that_it_holds_images_is_no_patient()
    {
        var found = Find(["imagesTr/a_0000.nii", "imagesTr/a_0001.nii", "imagesTs/x_0000.nii", "imagesTs/x_0001.nii"], two, volumes: true);
        Assert.That(found.All.Select(image => (image.Name, image.Patient)), Is.EqualTo(new[] { ("a", "a"), ("x", "x") }));
        Assert.That(Find(["n/p1/images/1.png", "n/p1/images/2.png", "n/images/p2/1.png"], gray).All.Select(image => image.Patient), Is.EquivalentTo(new[] { "p1", "p1", "p2" }));
    }

    [Test]
    public void Numbered_files_are_the_channels_of_an_image()
    {
        var found = Find(["liver_001_0000.nii.gz", "liver_001_0001.nii.gz", "liver_002_0001.nii.gz", "liver_002_0000.nii.gz"], two, volumes: true);
        Assert.That(found.All.Select(image => image.Name), Is.EqualTo(new[] { "liver_001", "liver_002" }));
        Assert.That(found.All[1].Files.Select(Path.GetFileName), Is.EqualTo(new[] { "liver_002_0000.nii.gz", "liver_002_0001.nii.gz" }));
    }

    [TestCase("t1 t2", "a_0000 a_0001 a_0002 b_0001 b_0002", "b_0001.nii: 0000 is missing; the image has 0001, 0002, and others have 0000, 0001, 0002")]
    [TestCase("t2", "a_0000 a_0001 a_0002 b_0000", "b_0000.nii: 0001, 0002 are missing; the image has 0000")]
    [TestCase("t2", "a_0000 b_0001", "b_0001.nii: 0000 is missing; the image has 0001, and others have 0000")]
    [TestCase("t2", "a_0000 a_0001 a_0002 b", "b.nii: 0000, 0001, 0002 are missing; the image has no number")]
    [TestCase("t1 t2", "a_0001 a_0002 b_0000 b_0002 c_0001 c_0002", "b_0000.nii: 0001 is missing; the image has 0000, 0002, and others have 0001, 0002")]
    [TestCase("t1 t2", "a_0000 a_0001 a_0002 b_0000 b_0001 b_0002 b_0003", "b_0000.nii: there is 0003, too; the image has")]
    [TestCase("t1 t2", "p/a_0000 p/a_0001 q/b_0000 q/b_0000.gz", "b_0000.nii: several files of it have the number 0000")]
    public void An_image_of_other_numbers_than_the_others_is_refused(string wanted, string files, string part)
    {
        var three = new ChannelSet(["t1", "t2", "fl"], wanted.Split(' '), InOneFile: false);
        Assert.That(() => Find([.. files.Split(' ').Select(file => file.EndsWith(".gz", StringComparison.Ordinal) ? file.Replace(".gz", ".nii.gz") : file + ".nii")], three, volumes: true), Throws.TypeOf<UserException>().With.Message.Contains(part));
    }

    [TestCase("a_0001 a_0002 b_0001 b_0002", "t1 t2", "a_0001.nii is t1, a_0002.nii is t2")]
    [TestCase("a_0001 b_0001", "t2", "a_0001.nii is t2")]
    [TestCase("a_2019 b_2020", "t2", null)]
    public void Numbers_that_are_the_same_of_all_images_are_said_and_years_are_none(string files, string wanted, string? note)
    {
        var found = Find([.. files.Split(' ').Select(file => file + ".nii")], new ChannelSet(["t1", "t2", "fl"], wanted.Split(' '), InOneFile: false), volumes: true);
        Assert.That(found.All, Has.Count.EqualTo(2));
        Assert.That(found.Notes, Is.EqualTo(note is null ? [] : new[] { $"files of one image are taken in the order of their numbers: {note}" }));
    }

    [Test]
    public void Rows_of_other_numbers_of_files_than_the_first_are_refused_unless_names_tell()
    {
        var three = new ChannelSet(["t1", "t2", "fl"], ["t1", "t2"], InOneFile: false);
        Find(["a.png", "b.png", "c.png", "d.png", "e.png", "x_t1.png", "x_t2.png"], gray);
        Assert.That(
            () => Table("image\na.png|b.png|c.png\nd.png|e.png\n", three),
            Throws.TypeOf<UserException>().With.Message.Contains("line 3: the image has 2 files and that of line 2 3 files, and nothing tells which of t1, t2, fl are missing"));
        Assert.That(Table("image\na.png|b.png|c.png\nx_t1.png|x_t2.png\n", three).All[1].Files.Select(Path.GetFileName), Is.EqualTo(new[] { "x_t1.png", "x_t2.png" }));
    }

    [Test]
    public void Numbers_of_one_channel_are_no_part_of_a_name_and_other_numbers_are()
    {
        Assert.That(Find(["a_0000.png", "b_0000.png"], gray).All.Select(image => image.Name), Is.EqualTo(new[] { "a", "b" }));
        folder.Write("a_0001.png", "");
        Assert.That(Find([], gray).All.Select(image => image.Name), Is.EqualTo(new[] { "a_0000", "a_0001", "b_0000" }));
    }

    [Test]
    public void Files_that_end_in_channels_names_are_those_channels()
    {
        string[] files = ["p1/p1_t1.nii.gz", "p1/p1_t1ce.nii.gz", "p1/p1_t2.nii.gz", "p1/p1_flair.nii.gz", "p1/p1_seg.nii.gz", "p2/p2_t2.nii.gz"];
        var found = Find(files, brats, volumes: true);
        Assert.That(found.All.Select(image => (image.Name, Path.GetFileName(image.Files.Single()))), Is.EqualTo(new[] { ("p1", "p1_t2.nii.gz"), ("p2", "p2_t2.nii.gz") }));
        File.Delete(folder.Join("p2/p2_t2.nii.gz"));
        Assert.That(Find([], two, volumes: true).All.Single().Files.Select(Path.GetFileName), Is.EqualTo(new[] { "p1_t1.nii.gz", "p1_t1ce.nii.gz" }));
    }

    [Test]
    public void A_name_that_ends_in_two_channels_names_is_of_the_longer_one()
    {
        var fat = new ChannelSet(["fat_t2", "t2"], ["fat_t2", "t2"], InOneFile: false);
        var found = Find(["p1_fat_t2.nii", "p1_t2.nii"], fat, volumes: true);
        Assert.That(found.All.Single().Files.Select(Path.GetFileName), Is.EqualTo(new[] { "p1_fat_t2.nii", "p1_t2.nii" }));
    }

    [TestCase("p/t1.nii.gz p/t1ce.nii.gz q/t1ce.nii.gz q/t1.nii.gz p/notes.nii.gz", "p q")]
    [TestCase("x_T1.nii x-t1ce.nii y T1CE.nii y.T1.nii", "x y")]
    [TestCase("t1.nii t1ce.nii", "t1")]
    public void Files_that_are_called_as_channels_in_any_spelling_are_those_channels(string files, string names)
    {
        var found = Find(files.Replace("y T", "y-T").Split(' '), two, volumes: true);
        Assert.That(found.All.Select(image => image.Name), Is.EqualTo(names.Split(' ')));
        Assert.That(found.All.Select(image => ChannelSet.NamedBy(image.Files[0], two.All, anySpelling: true)), Is.All.EqualTo("t1"));
        Assert.That(found.All.Select(image => ChannelSet.NamedBy(image.Files[1], two.All, anySpelling: true)), Is.All.EqualTo("t1ce"));
    }

    [Test]
    public void Other_spellings_tell_nothing_beside_the_usual_one_or_where_all_name_the_channel_that_is_wanted()
    {
        Assert.That(Find(["a-T2.nii", "b-t2.nii", "c.nii"], brats, volumes: true).All.Select(image => image.Name), Is.EqualTo(new[] { "a-T2", "b-t2", "c" }));
        Assert.That(Find(["p1_t2.nii", "a-T1.nii"], brats, volumes: true).All.Select(image => image.Name), Is.EqualTo(new[] { "p1" }));
    }

    [TestCase("p/t2.nii.gz|p/t1.nii.gz", "t1|t2", "t2.nii.gz is named as the channel t2, and stands where t1 is wanted")]
    [TestCase("x_T2.png|x_T1.png", "t1|t2", "x_T2.png is named as the channel t2")]
    [TestCase("x-t2.png|x-t1.png", "t1|t2", "x-t2.png is named as the channel t2")]
    [TestCase("x.t2.png|x t1.png", "t1|t2", "x.t2.png is named as the channel t2")]
    [TestCase("x-t1.png|x-T1.png", "t1|T1", null)]
    [TestCase("x_T1.png|x_t1.png", "t1|T1", "x_T1.png is named as the channel T1")]
    [TestCase("xAb.png|x-AB.png", "Ab|aB", null)]
    [TestCase("post-t1.png|t1.png", "post-t1|t1", null)]
    [TestCase("x_post_t1.png|x_t1.png", "post-t1|t1", null)]
    [TestCase("fat.png|post1.png", "t|t1", null)]
    public void Files_in_another_order_are_told_by_any_spelling_and_right_ones_are_not_refused(string files, string channels, string? fault) =>
        Assert.That(ChannelSet.Misplaced(files.Split('|'), channels.Split('|'), channels.Split('|')), fault is null ? Is.Null : Does.StartWith(fault));

    [TestCase("image\nq_t1ce.nii|q_t1.nii\n", "q_t1ce.nii is named as the channel t1ce, and stands where t1 is wanted")]
    public void Files_in_another_order_than_their_channels_are_refused(string text, string part)
    {
        Find(["q_t1.nii", "q_t1ce.nii"], two, volumes: true);
        folder.Write("list.csv", text);
        Assert.That(() => UnlabelledImages.Find(folder.Join("list.csv"), true, two, "utf-8", folder.Join("out")), Throws.TypeOf<UserException>().With.Message.Contains(part));
    }

    [Test]
    public void Numbers_count_files_whatever_channels_they_may_name()
    {
        Assert.That(ChannelSet.Misplaced(["000000_0000.tif", "000000_0001.tif"], ["0001", "0002"], ["0001", "0002"]), Is.Null);
        Assert.That(ChannelSet.Misplaced(["q_a.tif", "q_b.tif"], ["b", "a"], ["a", "b"]), Does.StartWith("q_a.tif is named as the channel a"));
    }

    [Test]
    public void A_channel_that_the_network_does_not_take_is_refused_by_name() =>
        Assert.That(() => Find(["p1/p1_t1.nii"], brats, volumes: true), Throws.TypeOf<UserException>().With.Message.Contains("p1_t1.nii is named as the channel t1, and stands where t2 is wanted"));

    [Test]
    public void Two_files_of_one_channel_are_refused() =>
        Assert.That(() => Find(["p1_t1.nii", "p1_t1.nii.gz", "p1_t1ce.nii"], two, volumes: true), Throws.TypeOf<UserException>().With.Message.Contains("are both the channel t1 of one image"));

    [Test]
    public void Volumes_keep_their_patients_and_are_prepared_each_by_itself()
    {
        Find(["p1/a.nii", "p1/b.nii", "p2/c.nii"], gray, volumes: true);
        folder.Write("list.csv", "image,patient\np1/a.nii,P1\np1/b.nii,P1\np2/c.nii,007\n");
        var found = UnlabelledImages.Find(folder.Join("list.csv"), true, gray, "utf-8", folder.Join("out"));
        Assert.That(found.All.Select(image => (image.Name, image.Patient)), Is.EqualTo(new[] { ("a", "P1"), ("b", "P1"), ("c", "007") }));
        Assert.That(found.Together(new DataOptions()).Select(together => together.Count()), Is.EqualTo(new[] { 1, 1, 1 }));
        Assert.That(UnlabelledImages.Find(folder.Join("p1/a.nii"), true, gray, "utf-8", folder.Join("out")).All.Single().Patient, Is.EqualTo("a"), "of no known patient");
    }

    [Test]
    public void A_table_names_images_channels_and_patients()
    {
        Find(["a.png", "b.png", "c.png", "d.png"], gray);
        var found = Table("image,patient,mask\na.png|b.png,p,x\nc.png|d.png,p,y\n", two);
        Assert.That(found.All.Select(image => (image.Name, image.Patient, image.Path)), Is.EqualTo(new[] { ("a", "p", "a.png"), ("c", "p", "c.png") }));
        Assert.That(found.Notes, Is.Empty);
        Assert.That(Table("image\na.png\nb.png\n", gray).All.Select(image => image.Patient), Is.EqualTo(new[] { "a", "b" }));
    }

    [TestCase("NORTH/images/1.png,n1 NORTH/images/2.png,n2 SOUTH/images/3.png,s3", true)]
    [TestCase("NORTH/images/1.png,n NORTH/images/2.png,n SOUTH/images/3.png,n", true)]
    [TestCase("NORTH/images/1.png,n NORTH/images/2.png,n SOUTH/images/3.png,s", false)]
    [TestCase("NORTH/images/1.png,n1 NORTH/images/2.png,n2", false)]
    [TestCase(null, false)]
    public void A_table_among_the_pictures_that_tells_other_patients_than_the_folders_is_found(string? rows, bool isOther)
    {
        if (rows is not null)
        {
            folder.Write("manifest.csv", "patient,image\n" + string.Concat(rows.Split(' ').Select(row => string.Join(',', row.Split(',').Reverse()) + "\n")));
        }

        var found = Find(["NORTH/images/1.png", "NORTH/images/2.png", "SOUTH/images/3.png"], gray);
        Assert.That(found.All.Select(image => image.Patient), Is.EqualTo(new[] { "NORTH", "NORTH", "SOUTH" }));
        Assert.That(found.TableOfOtherPatients("utf-8"), Is.EqualTo(isOther ? folder.Join("manifest.csv") : null));
    }

    [TestCase("image,patient\na.png,p\nb.png,\n", "line 3: patient is empty")]
    [TestCase("image\na.png\na.png\n", "line 3: image a.png is on line 2 already")]
    [TestCase("image\na.png|\n", "line 2: image is empty, or a name is missing beside a |")]
    [TestCase("image\na.png|b.png\n", "a.png has 2 files, and the network takes pictures in grey, of one channel")]
    [TestCase("image\nnone.png\n", "none.png does not exist")]
    [TestCase("image\n", "has no rows")]
    [TestCase("", "is empty")]
    [TestCase("picture\na.png\n", "there is no column 'image' among picture")]
    [TestCase("image\nv.nii\n", "v.nii is a NIfTI volume, and the network takes pictures")]
    public void Faults_of_a_table_are_told(string text, string part)
    {
        Find(["a.png", "b.png", "v.nii"], gray);
        Assert.That(() => Table(text, gray), Throws.TypeOf<UserException>().With.Message.Contains(part));
    }

    [TestCase("./a.png")]
    [TestCase("p/../a.png")]
    [TestCase("b.png|a.png")]
    public void A_file_is_on_one_line_of_a_table_however_it_is_spelled(string spelling)
    {
        Find(["a.png", "b.png"], gray);
        Assert.That(
            () => Table($"image,patient\na.png,p\n{spelling},q\n", gray),
            Throws.TypeOf<UserException>().With.Message.Contains($"line 3: image {spelling[(spelling.IndexOf('|') + 1)..]} is on line 2 already"));
    }

    [Test]
    [Platform("Linux,MacOsX")]
    public void A_link_to_a_file_of_another_line_is_that_file()
    {
        Find(["a.png"], gray);
        File.CreateSymbolicLink(folder.Join("link.png"), folder.Join("a.png"));
        Assert.That(() => Table("image\na.png\nlink.png\n", gray), Throws.TypeOf<UserException>().With.Message.Contains("line 3: image link.png is on line 2 already, as a.png"));
    }

    [Test]
    public void A_table_whose_names_lead_somewhere_from_the_working_directory_alone_is_refused()
    {
        var there = GoldenFolder.File("nifti", "ras_uint8.nii");
        var name = Path.GetRelativePath(Environment.CurrentDirectory, there);
        var fault = Assert.Throws<UserException>(() => Table($"image\n{name}\n", gray))!;
        Assert.That(fault.Message, Does.EndWith($"from the working directory {name} does"));
        Assert.That(fault.Hint, Does.StartWith($"Write it as {Path.GetRelativePath(folder.Path, there)}, "));
    }

    [Test]
    public void What_holds_nothing_that_fits_is_refused_with_what_is_wanted()
    {
        var fault = Assert.Throws<UserException>(() => Find(["a.png"], two, volumes: true))!;
        Assert.That(fault.Message, Does.Contain("holds no NIfTI volume (.nii or .nii.gz), but 1 pictures"));
        Assert.That(fault.Hint, Is.EqualTo("The network takes volumes of the channels t1 and t1ce, a file each."));
        File.Delete(folder.Join("a.png"));
        Assert.That(() => Find([], gray), Throws.TypeOf<UserException>().With.Message.Contains("holds no picture (PNG, JPEG or TIFF)"));
        Assert.That(() => Find(["x.nii.gz"], two, volumes: true), Throws.TypeOf<UserException>().With.Message.Contains("x.nii.gz has 1 file, and the network takes volumes of the channels t1 and t1ce, a file each"));
        Assert.That(() => UnlabelledImages.Find("nowhere", false, gray, "utf-8", "out"), Throws.TypeOf<UserException>().With.Message.Contains("--images nowhere does not exist"));
    }

    [Test]
    public void Predictions_that_lie_in_the_folder_are_not_predicted_again() =>
        Assert.That(Find(["a.png", "out/overlay.png", "out/masks/a.png"], gray).All.Select(image => image.Name), Is.EqualTo(new[] { "a" }));

    [Test]
    public void Names_are_unique_in_any_case_and_long_ones_are_cut()
    {
        Assert.That(Find(["p/a.png", "q/A.tif", "q/a.png"], gray).All.Select(image => image.Name.ToUpperInvariant()), Is.Unique);
        Assert.That(Find([new string('x', 230) + ".png"], gray).All.Select(image => image.Name.Length), Is.All.LessThan(230));
    }

    [Test]
    public void Channels_are_those_of_the_source()
    {
        Assert.That(gray.ToString(), Is.EqualTo("in grey, of one channel"));
        Assert.That(colour.ToString(), Is.EqualTo("in colour"));
        Assert.That(ChannelSet.Of(new DataOptions { Source = DataSource.Manifest, Channels = ["green"] }, 1).ToString(), Is.EqualTo("in colour, of which green is taken"));
        Assert.That(ChannelSet.Of(new DataOptions { Source = DataSource.LggMri }, 1).ToString(), Is.EqualTo("of the channels pre, flair and post, of which flair is taken, or of that alone"));
        Assert.That(brats.ToString(), Is.EqualTo("of the channel t2, a file each"));
        Assert.That(ChannelSet.Of(new DataOptions { Source = DataSource.Dsb2018 }, 3).IsColour, Is.True);
        Assert.That(ChannelSet.Of(new DataOptions(), 1).Wanted, Is.EqualTo(new[] { "gray" }));
    }

    private UnlabelledImages Find(string[] files, ChannelSet channels, bool volumes = false)
    {
        foreach (var file in files)
        {
            folder.Write(file, "");
        }

        return UnlabelledImages.Find(folder.Path, volumes, channels, "utf-8", folder.Join("out"));
    }

    private UnlabelledImages Table(string text, ChannelSet channels) =>
        UnlabelledImages.Find(folder.Write("images.csv", text), false, channels, "utf-8", folder.Join("out"));
}
