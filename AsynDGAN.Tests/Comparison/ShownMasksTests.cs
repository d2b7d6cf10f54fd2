using AsynDGAN.Core.Comparison;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Csv;

namespace AsynDGAN.Tests.Comparison;

public class ShownMasksTests
{
    [TestCase(0.4, 0.8, false)]
    [TestCase(0.399, 0.8, true)]
    [TestCase(0, 0, false)]
    public void Below_half_of_the_Dice_on_real_images_masks_are_not_shown_and_it_is_a_warning(double drawings, double real, bool missing)
    {
        var shown = Of(drawings, real);
        Assert.That(shown.AreNot, Is.EqualTo(missing));
        Assert.That(shown.Note, Is.EqualTo((missing ? "Warning: " : "") + shown.InWords));
        Assert.That(shown.InWords.Contains("do not show what their masks say"), Is.EqualTo(missing));
    }

    [Test]
    public void What_is_written_is_read_back()
    {
        using var folder = new TemporaryFolder();
        ShownMasks[] written = [Of(0.1 / 3, 0.75), Of(0.5, 0.25)];
        new CsvLog<ShownMasks>(folder.Join(ShownMasks.File)).Replace(written);
        Assert.That(CsvRecords.Read<ShownMasks>(folder.Join(ShownMasks.File)), Is.EqualTo(written));
        Assert.That(File.ReadLines(folder.Join(ShownMasks.File)).First(), Is.EqualTo("label,run,split_seed,network,masks,drawings,real_images"));
    }

    [Test]
    public void Names_are_as_they_are_and_escaped_where_Markdown_is_written()
    {
        var shown = Of(0.5, 0.75) with { Label = "Süd \"A|B\" <b>&amp;", Run = "a*b", Network = "Real-Subset-[c]" };
        var text = StudyText.Of(new Experiment { Sites = new SiteOptions { Without = ["d|e"] } }, "test", [Training], [Row], [], [], null, [shown], "px");
        Assert.That(shown.InWords, Does.StartWith("Süd \"A|B\" <b>&amp; (a*b, split 11): Real-Subset-[c]'s network"));
        Assert.That(text.Notes[^1], Is.EqualTo(shown.Note));
        Assert.That(text.Notes, Has.Some.StartsWith("Left out (sites.without): d|e."));
        Assert.That(text.Markdown(), Does.Contain("\nSüd \"A\\|B\" \\<b>&amp; (a\\*b, split 11): Real-Subset-\\[c\\]'s network").And.Contain("d\\|e."));
    }

    private static TrainedRow Training => new("Real-All", "split 11, seed 1", 11, 1, 28, null, 0, null);

    private static TableRow Row => TableRow.Of("Real-All", [Training], [new("Real-All", "split 11, seed 1", "b", "p", "p/1", true, 12, 3, 4, 237, 1.5, 2, 1)], correlation: null);

    private static ShownMasks Of(double drawings, double real) => new("AsynDGAN", "lgg-11", 11, "Real-All", 52, drawings, real);
}
