using AsynDGAN.Core;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data.Sources;
using AsynDGAN.Core.Imaging;

namespace AsynDGAN.Tests.Data.Sources;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class Dsb2018SourceTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public Dsb2018SourceTests()
    {
        NucleiFolder.AddDsb(folder, "b1");
        NucleiFolder.AddDsb(folder, "a2");
        folder.Write("sites.csv", "image_id,site\nb1,white\na2,violet\nmissing,white\n");
    }

    public void Dispose() => folder.Dispose();

    [Test]
    public void Pictures_sites_and_single_nuclei_come_from_the_layout()
    {
        var cases = Read().Cases;
        Assert.That(cases.Select(@case => (@case.Patient, @case.Institution)), Is.EqualTo(new[] { ("a2", "violet"), ("b1", "white") }));
        var slice = cases[1].Slices.Single();
        Assert.That((slice.Image.Channels, slice.Image.Height), Is.EqualTo((3, NucleiFolder.Height)));
        Assert.That(slice.Instances!.Labels, Is.EqualTo(Enumerable.Range(0, slice.Instances.Labels.Length)
            .Select(i => NucleiFolder.Number(i / NucleiFolder.Width, i % NucleiFolder.Width))));
    }

    [Test]
    [Platform("Linux,MacOsX")]
    public void A_picture_whose_folder_is_a_link_to_nothing_is_a_fault_where_its_site_is_wanted()
    {
        File.CreateSymbolicLink(folder.Join("stage1_train", "missing"), "../nowhere");
        File.CreateSymbolicLink(folder.Join("stage1_train", "unnamed"), "../nowhere");
        Assert.That(new Dsb2018Source(new DataOptions { Root = folder.Path }, needsSites: true).List().Faults.Select(fault => fault.Name), Is.EqualTo(new[] { "missing" }));
    }

    [Test]
    [Platform("Linux")]
    public void Sites_and_pictures_that_may_not_be_looked_at_are_not_called_missing()
    {
        Unprivileged.Without(UnixFileMode.UserExecute, folder.Join("stage1_train", "b1"), () => Assert.That(
            Assert.Throws<UserException>(() => Read())!.Message, Does.Contain("0 PNG files in images, where one is wanted (or may not be looked at")));
        Unprivileged.Without(UnixFileMode.UserExecute, folder.Path, () => Assert.That(
            Assert.Throws<UserException>(() => Read())!.Message, Does.Contain("may not be looked")));
    }

    [Test]
    public void Without_sites_it_says_what_a_line_looks_like()
    {
        File.Delete(folder.Join("sites.csv"));
        var fault = Assert.Throws<UserException>(() => Read());
        Assert.That(fault!.Message, Does.Contain("sites.csv does not exist"));
        Assert.That(fault.Hint, Does.Contain("image_id,site").And.Contain("by: random"));
    }

    [Test]
    public void Sites_at_random_need_no_file()
    {
        File.Delete(folder.Join("sites.csv"));
        Assert.That(Read(needsSites: false).Cases, Has.Count.EqualTo(2));
    }

    [Test]
    public void A_picture_that_no_site_names_is_left_out_and_said()
    {
        folder.Write("sites.csv", "image_id,site\nb1,white\n");
        var read = Read();
        Assert.That(read.Cases.Select(@case => @case.Name), Is.EqualTo(new[] { "b1" }));
        Assert.That(read.LeftOut.Single(), Is.EqualTo(new LeftOut("a2", "sites.csv does not name it")));
    }

    [Test]
    public void Faults_of_files_are_all_listed()
    {
        PngFile.Write(TestCases.Constant(3, 3, 255), folder.In("stage1_train/a2/masks/9.png"));
        PngFile.Write(TestCases.Constant(NucleiFolder.Height, NucleiFolder.Width, 7), folder.In("stage1_train/b1/masks/0.png"));
        var fault = Assert.Throws<UserException>(() => Read());
        Assert.That(fault!.Message, Does.Contain("2 faults").And.Contain("a2: the image is 40x48, its mask 9.png 3x3").And.Contain("b1: 0.png: the mask has the values 7"));
    }

    [Test]
    public void Nuclei_that_later_ones_cover_and_pictures_that_use_few_of_their_16_bits_are_said()
    {
        PngFile.Write(TestCases.Constant(NucleiFolder.Height, NucleiFolder.Width, 255), folder.In("stage1_train/a2/masks/9.png"));
        var dark = Enumerable.Range(0, NucleiFolder.Height * NucleiFolder.Width * 3).Select(i => (ushort)(i % 4096));
        PngFile.Write(new PixelArray(NucleiFolder.Height, NucleiFolder.Width, 3, 16, [.. dark]), folder.Join("stage1_train", "b1", "images", "b1.png"));
        var below = Directory.GetFiles(folder.Join("stage1_train", "a2", "masks")).Length - 1;
        var notes = Read().Cases.SelectMany(@case => @case.Notes).ToArray();
        Assert.That(notes.Select(note => note.Text), Is.EqualTo(new[] { $"a2: {below}", "b1: values up to 4095" }));
        Assert.That(notes.Select(note => note.Kind), Has.All.StartsWith("warning: "));
    }

    [Test]
    public void Numbers_of_masks_that_are_not_listed_are_said_once_a_picture()
    {
        foreach (var row in new[] { 0, 1 })
        {
            PngFile.Write(TestCases.Picture(NucleiFolder.Height, NucleiFolder.Width, (y, x) => y != row ? 0 : x == 0 ? 255 : 7), folder.In($"stage1_train/a2/masks/{8 + row}.png"));
        }

        var read = new Dsb2018Source(new DataOptions { Root = folder.Path, MaskValues = [255] }, needsSites: true).Read(2);
        Assert.That(read.Cases.SelectMany(@case => @case.Notes), Is.EqualTo(new[] { new CaseNote("warning: labels that data.mask_values does not list count as background", "a2: 8.png has 7") }));
    }

    [Test]
    public void Masks_are_read_whatever_the_case_of_their_endings()
    {
        var whole = Read().Cases[1].Slices[0].Instances!.Labels;
        File.Move(folder.Join("stage1_train", "b1", "masks", "2.png"), folder.Join("stage1_train", "b1", "masks", "2.PNG"));
        Assert.That(Read().Cases[1].Slices[0].Instances!.Labels, Is.EqualTo(whole));
    }

    [Test]
    public void Nuclei_that_are_missing_are_faults_and_not_ground()
    {
        NucleiFolder.AddDsb(folder, "c3");
        folder.Write("sites.csv", "image_id,site\nb1,white\na2,violet\nc3,violet\n");
        Directory.Delete(folder.Join("stage1_train", "a2", "masks"), recursive: true);
        foreach (var mask in Directory.GetFiles(folder.Join("stage1_train", "b1", "masks")))
        {
            File.Delete(mask);
        }

        File.Move(folder.Join("stage1_train", "c3", "masks", "0.png"), folder.Join("stage1_train", "c3", "masks", "0.tif"));
        var fault = Assert.Throws<UserException>(() => Read());
        Assert.That(fault!.Message, Does.Contain("3 faults").And.Contain("a2: no PNG files in masks").And.Contain("b1: no PNG files in masks").And.Contain("c3/masks/0.tif: a PNG file is wanted"));
    }

    [Test]
    public void Other_files_and_pictures_that_are_not_there_are_said()
    {
        folder.Write("stage1_train/a2/masks/Thumbs.db", "");
        folder.Write("stage1_train/a2/masks/more/9.png", "");
        Assert.That(Read().Notes, Is.EqualTo(new[]
        {
            "not looked at, since the names match no pattern: 2 (a2/masks/Thumbs.db, a2/masks/more)",
            "warning: sites.csv names 1 case that is not there (missing)",
        }));
    }

    [TestCase("image_id,site\nb1,\n", "line 2: image_id or site is empty")]
    [TestCase("image_id,site\nb1,a\nb1,b\n", "line 3: b1 is there already")]
    [TestCase("id,site\nb1,a\n", "there is no column 'image_id'")]
    public void A_faulty_table_of_sites_is_refused(string table, string told)
    {
        folder.Write("sites.csv", table);
        Assert.That(() => Read(), Throws.TypeOf<UserException>().With.Message.Contains(told));
    }

    [Test]
    public void An_empty_folder_says_which_layout_was_looked_for()
    {
        using var empty = new TemporaryFolder();
        var source = new Dsb2018Source(new DataOptions { Root = empty.Path }, needsSites: true);
        Assert.That(() => source.Read(1), Throws.TypeOf<UserException>().With.Message.Contains("stage1_train/ID"));
    }

    private CaseSet Read(bool needsSites = true) => new Dsb2018Source(new DataOptions { Root = folder.Path }, needsSites).Read(2);

    [Test]
    public void What_systems_leave_beside_others_is_not_looked_at()
    {
        folder.Write("stage1_train/.ipynb_checkpoints/x.txt", "");
        folder.Write("stage1_train/a2/images/._a2.png", "");
        folder.Write("stage1_train/a2/masks/._0.png", "");
        Assert.That(Read().Cases.Select(@case => @case.Patient), Is.EqualTo(new[] { "a2", "b1" }));
    }
}
