using AsynDGAN.Core.Configuration;

namespace AsynDGAN.Tests.Data.Sources;

public class SourceWordsTests
{
    [TestCase(DataSource.LggMri, ConditionChannel.Tumour, "tumour", "head")]
    [TestCase(DataSource.Hdf5, ConditionChannel.Tumour, "tumour", "head")]
    [TestCase(DataSource.Hdf5, ConditionChannel.Nuclei, "nuclei", "patch")]
    [TestCase(DataSource.Dsb2018, ConditionChannel.Nuclei, "nuclei", "patch")]
    [TestCase(DataSource.Manifest, ConditionChannel.Tumour, "object", "foreground")]
    public void A_source_names_what_its_masks_show(DataSource source, ConditionChannel channel, string shown, string ground)
    {
        var words = new DataOptions { Source = source, Conditions = [channel] }.Words();
        Assert.That((words.Object, words.Ground), Is.EqualTo((shown, ground)));
    }

    [Test]
    public void Every_source_of_images_has_words() => Assert.That(
        Enum.GetValues<DataSource>().Where(source => source != DataSource.Gaussian).Select(source => new DataOptions { Source = source }.Words().Objects), Is.All.Not.Empty);
}
