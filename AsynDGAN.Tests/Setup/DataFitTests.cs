using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Setup;

namespace AsynDGAN.Tests.Setup;

/// <summary>What facts make of a configuration.</summary>
public class DataFitTests
{
    [Test]
    public void The_smallest_size_that_keeps_the_objects_is_wanted()
    {
        var fit = Of(Facts(256, [0.2, 0.5, 0.7, 0.9, 1, 1]));
        Assert.That((fit.InPatches, string.Join(' ', fit.Sizes)), Is.EqualTo((false, "128 96 64")));
    }

    [Test]
    public void Pictures_whose_objects_no_whole_grid_keeps_are_cut_into_patches()
    {
        var fit = Of(Facts(512, [0, 0, 0.1, 0.3, 0.5, 0.7]));
        var data = fit.At(fit.Sizes[0]).Experiment.Data;
        Assert.That((data.Patch.Size, data.ImageSize, data.Patch.Stride, data.Crop), Is.EqualTo(((int?)128, 128, (int?)64, CropMethod.None)));
    }

    [Test]
    public void Many_small_objects_are_cut_into_patches() => Assert.That(Of(Facts(256, [0.9, 1, 1, 1, 1, 1], objects: 20)).InPatches);

    [Test]
    public void Without_a_dark_ground_masks_are_the_whole_condition_and_the_range_is_the_scale()
    {
        var fitted = Of(Facts(64, [1, 1, 1, 1, 1, 1], foreground: 1)).At(64).Experiment.Data;
        Assert.That((fitted.Conditions.Single(), fitted.Normalise.By, fitted.Crop), Is.EqualTo((ConditionChannel.Tumour, NormaliseBy.Range, CropMethod.None)));
    }

    [Test]
    public void Pictures_that_do_not_fill_their_bits_are_scaled_by_percentiles()
    {
        var fitted = Of(Facts(64, [1, 1, 1, 1, 1, 1], foreground: 1, bits: 16)).At(64).Experiment.Data;
        Assert.That((fitted.Normalise.By, fitted.Normalise.To), Is.EqualTo((NormaliseBy.Volume, NormaliseTo.Percentile)));
    }

    [TestCase(false, "red green blue")]
    [TestCase(true, "red")]
    public void Colour_that_is_grey_is_one_channel(bool isGrey, string channels) =>
        Assert.That(string.Join(' ', Of(Facts(64, [1, 1, 1, 1, 1, 1], channels: 3, isGrey: isGrey)).At(64).Experiment.Data.Channels), Is.EqualTo(channels));

    [TestCase(20, 0.2, 0.1)]
    [TestCase(4, 0.2, 0.15)]
    [TestCase(5, 0.2, 0.1)]
    public void Every_site_of_four_patients_has_one_to_test_and_one_to_validate(int patients, double test, double validation)
    {
        var data = Of(Facts(64, [1, 1, 1, 1, 1, 1], patients: patients)).At(64).Experiment.Data;
        Assert.That((data.TestFraction, data.ValidationFraction), Is.EqualTo((test, validation)));
    }

    [Test]
    public void More_time_makes_larger_networks_and_too_little_smaller_images()
    {
        var fit = Of(Facts(256, [0.2, 0.5, 0.7, 0.9, 1, 1]));
        var chosen = new[] { 0.03, 0.2, 1, 1000 }.Select(hours => new TimeFit(hours, new GivenClock(0.05)).Fit(fit).Experiment).Select(e => (e.Data.ImageSize, e.Generator.Blocks, e.Generator.Filters));
        Assert.That(chosen, Is.EqualTo(new[] { (64, 4, 16), (128, 4, 16), (128, 4, 32), (128, 9, 64) }));
    }

    [Test]
    public void Steps_fill_the_time_less_a_start_and_are_no_more_than_an_image_bears()
    {
        var fit = Of(Facts(64, [1, 1, 1, 1, 1, 1]));
        Assert.That(new TimeFit(0.25, new GivenClock(0.05)).Fit(fit).Experiment.Training.Steps, Is.EqualTo(7600), "0.95 times 810 seconds, at two sites of 0.05, to two digits");
        Assert.That(new TimeFit(1000, new GivenClock(1e-6)).Fit(fit).Experiment.Training.Steps, Is.EqualTo(8000));
    }

    private static DataFit Of(DataFacts facts) => new(new DataOptions { Source = DataSource.Manifest, Root = "x.csv" }, new SiteWish(SiteWish.Folder), facts);

    /// <summary>Two sites of pictures alike.</summary>
    /// <param name="left">The part of each object that survives at each size.</param>
    private static DataFacts Facts(
        int size, double[] left, double foreground = 0.5, int bits = 8, int channels = 1, bool isGrey = true, int objects = 1, int patients = 10)
    {
        int[] pixels = [.. left.Select(share => (int)(100 * share))];
        var slice = new SliceFacts(size, size, 255, isGrey, foreground, 100 * objects, 100 * objects, size, objects);
        var cases = Enumerable.Range(0, 2 * patients).Select(i => new CaseFacts(
            $"{i}", channels, bits, [slice], [.. Enumerable.Repeat(new ObjectFacts(i % 2 == 0 ? "a" : "b", 100, pixels, pixels), objects)]));
        return new DataFacts([new SiteFacts("a", patients, patients), new SiteFacts("b", patients, patients)], [.. cases]) { AllCases = 2 * patients, AreVolumes = false, HasParts = false };
    }
}
