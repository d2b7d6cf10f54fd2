using AsynDGAN.Core.Comparison.Fidelity;
using AsynDGAN.Core.Fidelity;

namespace AsynDGAN.Tests.Comparison.Fidelity;

public class FidelityTextTests
{
    private static readonly FidelityRow row = new(
        "AsynDGAN", "split 7, lgg", "own", 120, 60, "test", 22, "20 radiomic features", FidelityMeasures.Frechet, 12.345, 10, 15, 1.5);

    [Test]
    public void Without_drawings_there_is_none() => Assert.That(FidelityText.Of([]), Is.Null);

    [Test]
    public void A_line_has_a_set_s_measures_side_by_side_and_the_head_says_of_what()
    {
        var text = FidelityText.Of([row, row with { Measure = "KID", Value = -0.01, Low = null, High = null, Floor = 0 }, row with { Masks = "new", Value = 2 }])!;
        var table = text.Tables.Single();
        Assert.Multiple(() =>
        {
            Assert.That(table.Header, Is.EqualTo(new[] { "drawings", "masks", "images", "Fréchet distance on 20 radiomic features", "KID" }));
            Assert.That(table.Rows[0], Is.EqualTo(new[] { "AsynDGAN", "own masks", "120", "12.3 [10.0, 15.0] (1.500)", "-0.010 [too few patients] (0.000)" }));
            Assert.That(table.Rows[1], Is.EqualTo(new[] { "AsynDGAN", "new masks", "120", "2.000 [10.0, 15.0] (1.500)", "" }));
            Assert.That(text.Head, Does.Contain("22 patients of test (split 7)"));
        });
    }

    [Test]
    public void Sites_that_were_left_out_are_named_since_rows_are_tested_on_their_patients()
    {
        Assert.That(FidelityText.Of([row])!.Head, Does.Not.Contain("sites.without"));
        var text = FidelityText.Of([row], ["B*", "C"])!;
        Assert.That(text.Head, Does.Contain("of 22 patients of test (split 7). They are patients of the sites that were learned from, none of B*, C (sites.without)"));
        Assert.That(text.Markdown(), Does.Contain(@"none of B\*, C (sites.without)"));
        NearCopyRow copies = new("set", "split 7, a", "own", 9, 2, 40, 8, null, 0.5, null, null, 40);
        Assert.That(CopiesText.Of([copies], [], ["B*"])!.Notes, Has.Some.Contains("Held-out slices are those of the sites that were learned from, none of B* (sites.without)"));
        Assert.That(CopiesText.Of([copies], [])!.Notes, Has.None.Contains("sites.without"));
    }

    [Test]
    public void Of_several_runs_measure_and_floor_are_means_over_those_whose_images_are_enough()
    {
        var text = FidelityText.Of([row, row with { Run = "split 8, lgg-8", Value = 14.345, Floor = 2.5 }, row with { Run = "split 9, lgg-9", Value = null, Floor = 40 }])!;
        Assert.That(text.Tables[0].Rows.Single()[3], Is.EqualTo("13.3, 12.3 to 14.3 (2.000); of 2 of 3, too few images in the others"));
    }

    [TestCase("KID", 1, "too few images")]
    [TestCase("KID", 2, "too few images of different patients")]
    [TestCase("recall", 5, "too few images")]
    [TestCase("recall", 6, "too few images of different patients")]
    public void Where_images_are_enough_and_their_patients_too_few_that_is_said(string measure, int images, string lack)
    {
        var none = row with { Measure = measure, Images = images, Patients = 1, Value = null };
        Assert.That(FidelityText.Of([none])!.Tables[0].Rows.Single()[3], Is.EqualTo(lack));
        var several = FidelityText.Of([none with { Value = 0.5 }, none with { Run = "split 8, lgg-8" }, none with { Run = "split 9, lgg-9" }])!;
        Assert.That(several.Tables[0].Rows.Single()[3], Does.EndWith($"; of 1 of 3, {lack} in the others"));
        Assert.That(FidelityText.Of([none, none with { Run = "split 8, lgg-8", Images = 99 }])!.Tables[0].Rows.Single()[3], Does.StartWith(lack).And.EndsWith("too few images of different patients"));
    }

    [Test]
    public void Measures_are_said_to_lack_patients_where_all_images_are_of_one()
    {
        var one = new FeatureSet([.. Enumerable.Range(0, 9).Select(i => new double[] { i, i * i })], [.. Enumerable.Repeat("p", 9)]);
        var values = new FidelityMeasures(one, one).Values();
        Assert.That(
            FidelityMeasures.Names.Zip(values).Select(measure => measure.Second is null ? (row with { Measure = measure.First, Images = 9, Value = null }).Lack : null),
            Is.EqualTo(new string?[] { null }.Concat(Enumerable.Repeat("too few images of different patients", 5))));
    }

    [Test]
    public void Several_runs_have_one_line_of_means_with_the_lowest_and_the_highest_and_features_have_tables_of_their_own()
    {
        var text = FidelityText.Of([row, row with { Run = "split 8, lgg-8", Value = 14.345, Floor = 2.5, Images = 90 }, row with { Features = "960 network features", Value = null }])!;
        Assert.That(text.Tables[0].Rows.Single(), Is.EqualTo(new[] { "AsynDGAN", "own masks", "90 to 120", "13.3, 12.3 to 14.3 (2.000)" }));
        Assert.That(text.Tables[1].Rows.Single(), Is.EqualTo(new[] { "AsynDGAN", "own masks", "120", "too few images" }));
        Assert.That(text.Head, Does.Contain("split 8").And.Contain("Means over several splits or runs"));
    }
}
