using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data.Sources;
using AsynDGAN.Core.Imaging;

namespace AsynDGAN.Tests.Data.Sources;

public class SourceNotesTests
{
    [Test]
    public void Masks_that_show_the_ground_are_warned_of_at_their_institution()
    {
        ImageCase[] cases = [TestCases.Of("a", "one", 60), TestCases.Of("b", "one", 90), TestCases.Of("c", "two", 60), TestCases.Of("d", "two", 3)];
        var note = SourceNotes.OfMasks(cases).Single();
        Assert.That(note, Does.StartWith("warning: 2 of 2 masks of one fill more than half").And.Contain("data.mask_values: [0]"));
        Assert.That(SourceNotes.OfMasks(cases[2..]), Is.Empty);
    }

    [Test]
    public void Of_masks_that_show_the_ground_it_is_said_what_number_that_has_where_zero_means_white() =>
        Assert.That(SourceNotes.OfMasks([TestCases.Of("a", "one", 60)]).Single(), Does.Contain("of a TIFF whose zero means white, the largest number, 255 of 8 bits"));

    [Test]
    public void One_mask_that_fills_its_picture_is_warned_of_among_others_that_do_not()
    {
        ImageCase[] cases = [TestCases.Of("a", "one", 96), TestCases.Of("b", "one", 20), TestCases.Of("c", "one", 3), TestCases.Of("d", "two", 96)];
        Assert.That(SourceNotes.OfFullMasks(cases).Single(), Does.StartWith("warning: masks of a fill more than nine tenths"));
        Assert.That(SourceNotes.OfFullMasks(cases[1..]), Is.Empty);
    }

    [Test]
    public void Names_that_differ_in_case_spaces_or_accents_only_are_warned_of()
    {
        ImageCase[] cases = [TestCases.Of("p1", "North"), TestCases.Of("P1", "north"), TestCases.Of("p2", "no rth"), TestCases.Of("p3", "Köln"), TestCases.Of("p4", "KÖLN"), TestCases.Of("p5", "Ko\u0308ln"), TestCases.Of("p6", "Kielce"), TestCases.Of("p7", "Łódź"), TestCases.Of("p8", "Łodz")];
        Assert.That(SourceNotes.OfNames(cases), Is.EqualTo(new[]
        {
            "warning: the names of these sites differ in case, spaces, accents or invisible characters only: North, no rth, north",
            "warning: the names of these sites differ in case, spaces, accents or invisible characters only: Ko\u0308ln, KÖLN, Köln",
            "warning: the names of these sites differ in case, spaces, accents or invisible characters only: Łodz, Łódź",
            "warning: the names of these patients differ in case, spaces, accents or invisible characters only: P1, p1",
        }));
        Assert.That(SourceNotes.OfNames(TestCases.Cohort(("A", 3), ("B", 2))), Is.Empty);
    }

    [Test]
    public void Names_that_are_one_number_are_warned_of()
    {
        ImageCase[] cases = [TestCases.Of("7", "A"), TestCases.Of("007", "A"), TestCases.Of("7.0", "A"), TestCases.Of("70", "A"), TestCases.Of("1e1", "A"), TestCases.Of("10", "A"), TestCases.Of("-7", "A")];
        Assert.That(SourceNotes.OfNames(cases).Single(), Does.StartWith("warning: these patients are one number").And.EndWith(": 007, 7, 7.0"));
    }

    [Test]
    public void The_whole_range_of_volumes_is_warned_of()
    {
        Assert.That(SourceNotes.OfRange(new NormaliseOptions { By = NormaliseBy.Range }).Single(), Does.Contain("data.normalise.by: range"));
        Assert.That(SourceNotes.OfRange(new NormaliseOptions()), Is.Empty);
    }

    [Test]
    public void Volumes_whose_pixels_are_more_than_twice_as_long_as_wide_are_warned_of_in_one_line()
    {
        static ImageCase Of(string name, double row, double column) => TestCases.Of(name) with { Spacing = new VoxelSpacing(5, row, column) };
        ImageCase[] cases = [Of("a", 8, 1), Of("b", 1, 2), Of("c", 0.5, 1.25), TestCases.Of("d")];
        Assert.That(SourceNotes.OfPixels(cases).Single(), Does.StartWith("warning: pixels of the axial slices of 2 volumes are not square").And.Contain("(a 1x8 mm, c 1.25x0.5 mm)"));
        Assert.That(SourceNotes.OfPixels(cases[1..2]), Is.Empty);
    }

    [Test]
    public void Names_that_differ_by_what_nobody_sees_are_warned_of(
        [Values(0x200B, 0x2060, 0x00AD, 0xFEFF, 0x200E, 0x180E, 0x3164, 0x2800, 0xE0020, 0xFE0F, 0x0007)] int invisible)
    {
        ImageCase[] cases = [TestCases.Of("p1", "A"), TestCases.Of("p1" + char.ConvertFromUtf32(invisible), "A")];
        Assert.That(SourceNotes.OfNames(cases).Single(), Does.StartWith("warning: the names of these patients differ in case, spaces, accents or invisible characters only: p1, p1"));
    }

    [Test]
    public void What_is_said_of_a_case_names_it_where_its_file_does_not()
    {
        ImageCase[] cases = [.. new[] { "p1", "p2" }.Select(name => TestCases.Of(name, "one") with { Notes = [new CaseNote("odd", "mask.nii has 5")] }), TestCases.Of("p3", "one") with { Notes = [new CaseNote("odd", "p3.nii has 5")] }];
        Assert.That(SourceNotes.OfCases(cases), Is.EqualTo(new[] { "odd: p1, mask.nii has 5; p2, mask.nii has 5; p3.nii has 5" }));
    }

    [Test]
    public void One_mask_under_two_images_is_warned_of_with_both_lines()
    {
        using var folder = new TemporaryFolder();
        foreach (var name in new[] { "a", "b" })
        {
            PngFile.Write(TestCases.Picture(4, 4, (y, x) => y + (name == "a" ? x : 2 * x)), folder.In($"{name}.png"));
        }

        PngFile.Write(TestCases.Picture(4, 4, (y, _) => y == 0 ? 255 : 0), folder.In("m.png"));
        var manifest = folder.Write("m.csv", "site,patient,image,mask\ns,p,a.png,m.png\ns,q,b.png,./m.png\n");
        var note = ManifestTable.Read(new DataOptions { Root = manifest }).Notes.Single();
        Assert.That(note, Does.StartWith("warning: 2 images have one mask").And.Contain("line 2, a.png; line 3, b.png"));
    }
}
