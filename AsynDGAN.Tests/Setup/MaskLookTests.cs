using System.Buffers.Binary;
using AsynDGAN.Core;
using AsynDGAN.Core.Imaging;
using AsynDGAN.Core.Setup;
using AsynDGAN.Tests.Data;
using AsynDGAN.Tests.Imaging;

namespace AsynDGAN.Tests.Setup;

/// <summary>What is said of the masks' values.</summary>
public class MaskLookTests
{
    private HospitalFolder folder = null!;

    [SetUp]
    public void Make() => folder = new HospitalFolder();

    [TearDown]
    public void Remove() => folder.Dispose();

    [Test]
    public void Masks_of_several_classes_are_asked_about_and_one_of_a_single_value_is_not()
    {
        folder.WriteSites(5, "north", "south");
        folder.Write("north/masks/a0.png", HospitalFolder.Mask(0, inside: 1000, bits: 16));
        folder.Write("north/masks/a1.png", HospitalFolder.Mask(1, inside: 7));
        Assert.That(folder.Refusal(), Does.Contain("the masks have the values 0, 7, 255, 1000").And.Contain("--mask-values all").And.Contain("--mask-values 7: "));
        folder.Run(options: request => request with { MaskValues = "7,255" });
        Assert.That(folder.Experiment.Data.MaskValues, Is.EqualTo(new[] { 7, 255 }));
    }

    [Test]
    public void Of_masks_whose_zero_means_white_the_largest_value_is_not_asked_about()
    {
        folder.WriteSites(5, "north", "south");
        foreach (var (i, file) in Directory.GetFiles(folder.In(""), "*.png", SearchOption.AllDirectories).Where(file => file.Contains("masks")).Index())
        {
            var values = HospitalFolder.Mask(i).Values.Select(inside => inside == 0 ? byte.MaxValue : (ushort)(i % 2 * 7));
            File.WriteAllBytes(file, new TiffSample { Photometric = BitMiracle.LibTiff.Classic.Photometric.MINISWHITE }.Write(new PixelArray(32, 32, 1, 8, [.. values])));
        }

        Assert.That(folder.Refusal(), Does.Contain("the masks have the values 0, 7, 255").And.Contain("--mask-values 0: ").And.Contain("--mask-values 7: ").And.Not.Contain("--mask-values 255: "));
        folder.Run(options: request => request with { MaskValues = "all" });
        Assert.That(folder.Experiment.Data.MaskValues, Is.EqualTo(new[] { 0, 7 }));
    }

    [TestCase(1, 2, "0, 1, 2; which are the object")]
    [TestCase(1, 1, null)]
    public void Masks_of_a_palette_are_asked_about_where_their_objects_are_of_several_colours(int first, int second, string? asked)
    {
        byte[] palette = [0, 0, 0, 255, 0, 0, 0, 255, 0];
        folder.WriteSites(5, "north", "south");
        foreach (var (i, file) in Directory.GetFiles(folder.In(""), "*.png", SearchOption.AllDirectories).Where(file => file.Contains("masks")).Index())
        {
            File.WriteAllBytes(file, PngSample.OfCodes(32, 32, 2, [.. Enumerable.Range(0, 32 * 32).Select(at => at / 32 is > 10 and < 20 && at % 32 is > 10 and < 20 ? i % 2 == 0 ? first : second : 0)], palette));
        }

        if (asked is not null)
        {
            Assert.That(folder.Refusal(), Does.Contain(asked));
        }

        folder.Run(options: request => asked is null ? request : request with { MaskValues = "2" });
        Assert.That(folder.Experiment.Data.MaskValues, Is.EqualTo(asked is null ? [] : new[] { 2 }));
    }

    [Test]
    public void Jpeg_masks_are_refused_with_the_way_out()
    {
        folder.WriteSites(5, "north", "south");
        for (var i = 0; i < 5; i++)
        {
            File.Delete(folder.In($"north/masks/a{i}.png"));
            File.WriteAllBytes(folder.In($"north/masks/a{i}.jpg"), JpegSample.Blocks(32, 32));
        }

        Assert.That(folder.Refusal(), Does.Contain("5 of 10 masks are JPEG").And.Contain("save it as PNG, with any program that sets a threshold"));
    }

    [TestCase(9, TestName = "Objects_that_were_averaged_are_no_classes")]
    [TestCase(4, TestName = "Objects_that_were_halved_are_no_classes")]
    public void Small_objects_of_soft_borders_are_refused(int parts)
    {
        folder.WriteSites(5, "north", "south");
        var reach = parts == 9 ? 1 : 0;
        folder.Write("south/masks/b1.png", TestCases.Picture(32, 32, (y, x) => 255 * (
            from j in Enumerable.Range(y - reach, reach == 1 ? 3 : 2)
            from i in Enumerable.Range(x - reach, reach == 1 ? 3 : 2)
            select Math.Pow(j - 15, 2) + Math.Pow(i - 15, 2) <= 9 ? 1 : 0).Sum() / parts));
        Assert.That(folder.Refusal(), Does.Contain("1 of 10 masks have values between outside and inside").And.Contain("--mask-values"));
    }

    [TestCase(new[] { 0, 1, 2, 252, 254, 255 }, true, TestName = "What_JPEG_left_in_a_PNG_is_no_classes")]
    [TestCase(new[] { 0, 20, 40, 60, 80, 120, 140, 160, 180, 200, 220, 255 }, true, TestName = "Borders_that_were_resized_are_no_classes")]
    [TestCase(new[] { 0, 85, 170, 255 }, false, TestName = "Greys_of_classes_are_asked_about")]
    [TestCase(new[] { 0, 253, 254, 252, 251, 250 }, false, TestName = "Numbers_below_the_highest_are_asked_about")]
    public void Masks_with_soft_borders_are_refused(int[] values, bool soft)
    {
        folder.WriteSites(5, "north", "south");
        folder.Write("south/masks/b1.png", TestCases.Picture(32, 32, (y, x) => y < 16 ? 0 : y < 31 ? values[^1] : values[x % values.Length]));
        var refusal = folder.Refusal();
        Assert.That(refusal, soft
            ? Does.Contain("1 of 10 masks have values between outside and inside").And.Contain("sets a threshold").And.Contain("--mask-values")
            : Does.Contain("which are the object"));
        Assert.That(() => folder.Run(options: request => request with { MaskValues = "all" }), Throws.Nothing);
    }

    [Test]
    public void Empty_masks_are_refused()
    {
        folder.WriteSites(5, "north", "south");
        foreach (var mask in Directory.GetFiles(folder.Data, "*.png", SearchOption.AllDirectories).Where(path => path.Contains("masks")))
        {
            PngFile.Write(TestCases.Constant(32, 32, 0), mask);
        }

        Assert.That(folder.Refusal(), Does.Contain("none of the 10 masks that were looked at has an object"));
    }

    [Test]
    public void Masks_of_1_and_of_255_are_told()
    {
        folder.WriteSites(5, "north", "south");
        folder.Run();
        Assert.That(folder.Display.Lines, Has.None.StartsWith("masks differ"));
        File.Delete(folder.Output);
        folder.Write("north/masks/a0.png", HospitalFolder.Mask(0, inside: 1));
        folder.Run();
        Assert.That(folder.Display.Lines, Has.One.StartsWith("masks differ in the value of what is inside (1 in 1 of 10, 255 in 9 of 10)"));
    }

    [TestCase(float.NaN)]
    [TestCase(float.PositiveInfinity)]
    public void A_volume_with_a_value_that_is_no_number_is_no_label_map(float value)
    {
        // Of 32 bits and floating point, so that two of the sample's voxels are one.
        var file = NiftiSample.Of(16, new short[16], [2, 2, 2]);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(72), 32);
        BinaryPrimitives.WriteSingleLittleEndian(file.AsSpan(file.Length - 4), value);
        File.WriteAllBytes(folder.In("seg.nii"), file);
        Assert.That(LookedMask.Of(folder.In("seg.nii")).Fault, Does.Contain("its values are no whole numbers"));
    }

    [TestCase(2, "1")]
    [TestCase(3, "1 2")]
    public void What_nnU_Net_ignores_is_no_object(int ignore, string objects)
    {
        WriteNnUnet(ignore);
        folder.Run(options: request => request with { Sites = "random:2", MaskValues = ignore == 2 ? null : "all" });
        Assert.That(string.Join(' ', folder.Experiment.Data.MaskValues), Is.EqualTo(objects));
        Assert.That(folder.Display.Lines, Has.One.StartsWith($"dataset.json calls the label {ignore} ignore").And.One.Contains("background"));
    }

    [Test]
    public void Masks_of_which_all_is_ignored_are_refused()
    {
        WriteNnUnet(1);
        Assert.That(folder.Refusal(request => request with { Sites = "random:2" }), Does.Contain("none is an object"));
    }

    [TestCase("1,2", "1 2", "--mask-values 1,2: 2 is taken at its word, since no mask of the 20 of 41 that were looked at has it")]
    [TestCase("all", "1 2", null)]
    [TestCase("2", "2", "--mask-values 2: 2 is taken at its word")]
    public void A_value_of_masks_that_were_not_looked_at_may_be_named(string values, string objects, string? said)
    {
        var masks = WriteMasks(41, i => i is 5 or 33 ? 2 : 1);
        var lines = new List<string>();
        Assert.That(string.Join(' ', Look(masks, [], values, new GivenAnswers(), lines)), Is.EqualTo(objects));
        Assert.That(lines, Has.Count.EqualTo(said is null ? 0 : 1));
        Assert.That(string.Concat(lines), Does.StartWith(said ?? ""));
        Assert.That(() => Look(masks[..20], [], "1,9", new GivenAnswers(), lines), Throws.TypeOf<UserException>().With.Message.EndsWith("--mask-values 1,9: the masks have the values 0, 1, 2"));
    }

    [Test]
    public void Classes_that_the_data_name_count_though_no_mask_that_was_looked_at_has_them()
    {
        var masks = WriteMasks(41, i => i == 5 ? 2 : 1);
        var (classes, answers) = (new Dictionary<int, string> { [0] = "background", [1] = "core", [2] = "oedema", [3] = "ignore" }, new GivenAnswers(("--mask-values", "all")));
        Assert.That(Look(masks, classes, null, answers, []), Is.EqualTo(new[] { 1, 2 }));
        Assert.That(answers.Asked.Single().Text, Does.Contain("the masks have the values 0, 1 (20 of 41 were looked at); which are the object"));
        Assert.That(answers.Asked.Single().Choices.Select(choice => choice.Value), Is.EqualTo(new[] { "all", "1", "2" }));
        Assert.That(Look(masks, classes, "all", new GivenAnswers(), []), Is.EqualTo(new[] { 1, 2 }));
    }

    [TestCase("all", null)]
    [TestCase(null, "all")]
    public void Numbered_objects_are_counted_in_all_masks(string? given, string? answer)
    {
        var masks = WriteMasks(41, i => i == 5 ? 40 : 1 + i % 30);
        var answers = answer is null ? new GivenAnswers() : new GivenAnswers(("--mask-values", answer));
        Assert.That(Look(masks, [], given, answers, []), Is.EqualTo(Enumerable.Range(1, 40)));
    }

    private static IReadOnlyList<int> Look(IReadOnlyList<string> masks, Dictionary<int, string> classes, string? values, GivenAnswers answers, List<string> lines) =>
        MaskLook.Of("here", masks, classes, new SetupRequest("here", "here.yaml", 1) { MaskValues = values }, answers, lines.Add);

    /// <summary>Volumes that have one label each.</summary>
    private string[] WriteMasks(int count, Func<int, int> label)
    {
        string[] names = [.. Enumerable.Range(0, count).Select(i => $"m{i}.nii")];
        foreach (var (i, name) in names.Index())
        {
            folder.WriteVolume(name, _ => HospitalFolder.Mask(0, inside: label(i)));
        }

        return Array.ConvertAll(names, folder.In);
    }

    /// <summary>Volumes with the labels from 1 to the one that is ignored.</summary>
    private void WriteNnUnet(int ignore)
    {
        for (var i = 0; i < 6; i++)
        {
            folder.WriteVolume($"imagesTr/case_{i}_0000.nii", z => HospitalFolder.Image(i + z));
            folder.WriteVolume($"labelsTr/case_{i}.nii", z => HospitalFolder.Mask(i + z, inside: 1 + z % ignore));
        }

        File.WriteAllText(folder.In("dataset.json"), $$"""{ "channel_names": { "0": "T1" }, "labels": { "background": 0, "ignore": {{ignore}} } }""");
    }
}
