using AsynDGAN.Core.Comparison;
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

    private static ShownMasks Of(double drawings, double real) => new("AsynDGAN", "lgg-11", 11, "Real-All", 52, drawings, real);
}
