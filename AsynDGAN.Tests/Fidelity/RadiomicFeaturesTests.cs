using AsynDGAN.Core.Fidelity;

namespace AsynDGAN.Tests.Fidelity;

public class RadiomicFeaturesTests
{
    [Test]
    public void First_order_features_are_those_of_the_values_inside()
    {
        // Inside: 0, 0, 0, 0.8; mean 0.2, deviations -0.2 (three times) and 0.6.
        var found = Named(Features([0, 0, -1, 0, 0.8f, 1], [true, true, false, true, true, false], 2, 3));
        Assert.Multiple(() =>
        {
            Assert.That(found["mean"], Is.EqualTo(0.2).Within(1e-7));
            Assert.That(found["deviation"], Is.EqualTo(Math.Sqrt(0.12)).Within(1e-7));
            Assert.That(found["skewness"], Is.EqualTo(0.048 / Math.Pow(0.12, 1.5)).Within(1e-6));
            Assert.That(found["kurtosis"], Is.EqualTo(0.0336 / (0.12 * 0.12)).Within(1e-6));
            Assert.That(found["energy"], Is.EqualTo((3 + 1.8 * 1.8) / 4).Within(1e-6));
            Assert.That(found["entropy"], Is.EqualTo(-(0.75 * Math.Log2(0.75) + 0.25 * Math.Log2(0.25))).Within(1e-12));
            Assert.That(found["percentile 50"], Is.Zero);
            Assert.That(found["percentile 90"], Is.EqualTo(0.56).Within(1e-6), "0.7 of the way from the third to the fourth");
        });
    }

    [Test]
    public void Levels_are_of_equal_width_from_black_to_white()
    {
        var levels = GreyLevels.Of([-1, -0.9376f, -0.9374f, 0, 0.99f, 1, 1.5f], [true, true, true, true, true, true, false], 1, 7);
        Assert.That(levels.Levels, Is.EqualTo(new[] { 0, 0, 1, 16, 31, 31, GreyLevels.Outside }));
    }

    /// <summary>Haralick's own picture: 0011 / 0011 / 0222 / 2233, whose matrices stand in the article.</summary>
    [TestCase(0, 1, new[] { 4, 2, 1, 0, 2, 4, 0, 0, 1, 0, 6, 1, 0, 0, 1, 2 })]
    [TestCase(1, 0, new[] { 6, 0, 2, 0, 0, 4, 2, 0, 2, 2, 2, 2, 0, 0, 2, 0 })]
    [TestCase(1, -1, new[] { 4, 1, 0, 0, 1, 2, 2, 0, 0, 2, 4, 1, 0, 0, 1, 0 })]
    [TestCase(1, 1, new[] { 2, 1, 3, 0, 1, 2, 1, 0, 3, 1, 0, 2, 0, 0, 2, 0 })]
    public void Neighbours_are_counted_as_in_the_article(int rows, int columns, int[] expected)
    {
        var matrix = CooccurrenceFeatures.Matrix(new GreyLevels(4, 4, [0, 0, 1, 1, 0, 0, 1, 1, 0, 2, 2, 2, 2, 2, 3, 3]), (rows, columns));
        Assert.That(Enumerable.Range(0, 16).Select(i => matrix[i / 4, i % 4]), Is.EqualTo(expected));
    }

    [Test]
    public void Features_of_co_occurrence_are_those_of_a_small_matrix()
    {
        // p = (0.4, 0.1; 0.1, 0.4): mean 0.5, variance 0.25, covariance 0.15.
        var found = CooccurrenceFeatures.OfMatrix(new[,] { { 4, 1 }, { 1, 4 } });
        Assert.That(found, Is.EqualTo(new[] { 0.2, 0.6, 0.34, 0.9 }).Within(1e-12));
    }

    [Test]
    public void Runs_end_at_another_level_and_at_the_ground_s_edge()
    {
        // 5 5 . 5 / 5 7 7 7
        var levels = new GreyLevels(2, 4, [5, 5, GreyLevels.Outside, 5, 5, 7, 7, 7]);
        Assert.That(RunLengthFeatures.Runs(levels, (0, 1)), Is.EquivalentTo(new[] { (5, 2), (5, 1), (5, 1), (7, 3) }));
        Assert.That(RunLengthFeatures.Runs(levels, (1, 0)), Is.EquivalentTo(new[] { (5, 2), (5, 1), (7, 1), (7, 1), (5, 1), (7, 1) }));
        Assert.That(RunLengthFeatures.Runs(levels, (1, -1)), Is.EquivalentTo(new[] { (5, 2), (5, 1), (5, 1), (7, 1), (7, 1), (7, 1) }).Using<(int, int)>((a, b) => a == b));
    }

    /// <summary>Two rows of one level each: along them two runs of 3, else six runs of 1 (the diagonals too).</summary>
    [Test]
    public void Features_of_runs_are_the_means_over_four_directions()
    {
        var found = RunLengthFeatures.Of(new GreyLevels(2, 3, [1, 1, 1, 2, 2, 2]));
        double[] expected =
        [
            (1.0 / 9 + 1 + 1 + 1) / 4, // short runs
            (9.0 + 1 + 1 + 1) / 4, // long runs
            0.5, // two levels with as many runs
            1, // in each direction all runs have one length
            (2.0 / 6 + 1 + 1 + 1) / 4, // runs over pixels
        ];
        Assert.That(found, Is.EqualTo(expected).Within(1e-12));
    }

    [Test]
    public void An_image_of_one_grey_has_finite_features_and_no_contrast()
    {
        var found = Named(Features(new float[16], Enumerable.Repeat(true, 16).ToArray(), 4, 4));
        Assert.That(found.Values, Is.All.Matches<double>(double.IsFinite));
        Assert.That((found["contrast"], found["correlation"], found["homogeneity"], found["entropy"], found["skewness"]), Is.EqualTo((0.0, 1.0, 1.0, 0.0, 0.0)));
    }

    [Test]
    public void What_lies_outside_the_ground_counts_for_nothing_and_an_empty_ground_is_the_whole_image()
    {
        float[] image = [0.1f, 0.2f, -0.5f, 0.7f, 0.3f, 0.1f, 0.9f, -0.2f, 0.4f];
        bool[] ground = [true, true, false, true, true, false, true, true, true];
        var changed = image.Select((value, i) => ground[i] ? value : 1 - value).ToArray();
        Assert.That(Features(changed, ground, 3, 3), Is.EqualTo(Features(image, ground, 3, 3)));
        Assert.That(Features(image, new bool[9], 3, 3), Is.EqualTo(Features(image, Enumerable.Repeat(true, 9).ToArray(), 3, 3)));
    }

    [Test]
    public void Every_feature_has_a_name() => Assert.That(Features(new float[4], [true, true, true, true], 2, 2), Has.Length.EqualTo(RadiomicFeatures.Names.Count));

    private static double[] Features(float[] values, bool[] inside, int height, int width) => RadiomicFeatures.Of(values, inside, height, width);

    private static Dictionary<string, double> Named(double[] features) => RadiomicFeatures.Names.Zip(features).ToDictionary(pair => pair.First, pair => pair.Second);
}
