using AsynDGAN.Core.Comparison.Gaussian;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Mixture;

namespace AsynDGAN.Tests.Comparison.Gaussian;

public class WithheldRowTests
{
    [Test]
    public void Components_far_apart_end_at_the_closed_case()
    {
        var mixture = GaussianMixture.Of(new GaussianOptions { Components = [[-20, 0.5], [0, 0.5], [20, 0.5]], Weights = [6, 3, 1] });
        var rows = WithheldRow.Of(mixture, []);
        Assert.That(rows.Select(row => row.Row), Is.EqualTo(new[] { "true mixture", "minimiser" }));

        // The grid ends at 4 deviations, beyond which is less than 1e-4.
        Assert.That(rows[0].Shares, Is.EqualTo(new[] { 0.6, 0.3, 0.1 }).Within(1e-4));
        Assert.That(rows[1].Shares, Is.EqualTo(new[] { 0.763, 0.230, 0.007 }).Within(0.0005));

        // The share that is moved, times 20: 0.163 from the left cut, 0.093 over the right one.
        Assert.That(rows[1].ToMixture, Is.EqualTo(20 * ((rows[1].Shares[0] - 0.6) + (0.1 - rows[1].Shares[2]))).Within(1e-3));
        Assert.That(rows[1].ToMinimiser, Is.Zero);
    }

    [Test]
    public void Points_beyond_the_grid_count_in_the_outermost_interval_and_in_the_distances()
    {
        var options = new GaussianOptions { Condition = GaussianCondition.Withheld };
        var experiment = new Experiment { Data = new DataOptions { Source = DataSource.Gaussian, Gaussian = options } };
        var sample = new DrawnSample("A", "", experiment, [.. Enumerable.Repeat(new[] { 100.0 }, 9), [-3.0]], null);
        var row = WithheldRow.Of(sample.Mixture, [sample])[^1];
        Assert.That(row.Shares, Is.EqualTo(new[] { 0.1, 0, 0.9 }).Within(1e-12));
        Assert.That(row.ToMixture, Is.EqualTo(Wasserstein1.To(sample.Along([1]), sample.Mixture)).Within(0.05));
    }

    [Test]
    public void Components_of_one_mean_have_an_empty_interval_between_them()
    {
        var mixture = GaussianMixture.Of(new GaussianOptions { Components = [[0, 1], [0, 2], [0, 3]] });
        Assert.That(WithheldRow.Of(mixture, [])[0].Shares, Is.EqualTo(new[] { 0.5, 0, 0.5 }).Within(1e-3));
    }

    [Test]
    public void A_sample_is_placed_between_both()
    {
        var options = new GaussianOptions { Condition = GaussianCondition.Withheld };
        var experiment = new Experiment { Data = new DataOptions { Source = DataSource.Gaussian, Gaussian = options } };
        var sample = new DrawnSample("A", "", experiment, [.. Enumerable.Repeat(new[] { -5.0 }, 90), .. Enumerable.Repeat(new[] { 3.0 }, 10)], null);
        var row = WithheldRow.Of(sample.Mixture, [sample])[^1];
        Assert.That(row.Shares, Is.EqualTo(new[] { 0.9, 0, 0.1 }).Within(1e-12));
        Assert.That(row.ToMixture, Is.EqualTo(Wasserstein1.To(sample.Along([1]), sample.Mixture)).Within(0.05), "on the grid's bins of 0.02");
    }

    [Test]
    public void Components_much_narrower_than_the_whole_range_are_told_apart()
    {
        var options = new GaussianOptions { Components = [[-100, 1], [0, 0.05], [0.2, 0.05], [100, 1]], Condition = GaussianCondition.Withheld };
        var experiment = new Experiment { Data = new DataOptions { Source = DataSource.Gaussian, Gaussian = options } };
        var sample = new DrawnSample("A", "", experiment, [[-100], [0.05], [0.15], [0.25]], null);
        var rows = WithheldRow.Of(sample.Mixture, [sample]);

        // Half of the points of two neighbours whose means are 4 deviations apart would be Phi(-2) = 0.023 beyond the cut; both lose as much.
        Assert.That(rows[0].Shares, Is.EqualTo(new[] { 0.25, 0.25, 0.25, 0.25 }).Within(1e-12));
        Assert.That(rows[1].Shares, Is.EqualTo(new[] { 0.244, 0.256, 0.256, 0.244 }).Within(0.0005));
        Assert.That(rows[1].ToMixture, Is.EqualTo(1.25).Within(0.05), "two hundredths of the mass, half of it on either side, moved by 100");
        Assert.That(rows[2].Shares, Is.EqualTo(new[] { 0.25, 0.25, 0.5, 0 }));
        Assert.That(rows[2].ToMixture, Is.EqualTo(Wasserstein1.To(sample.Along([1]), sample.Mixture)));
        Assert.That(rows[2].ToMinimiser, Is.EqualTo(rows[2].ToMixture).Within(rows[1].ToMixture));
    }

    [TestCase(6, 3, 1, 0.384, 0.562, 0.348, 0.090)]
    [TestCase(1, 1, 1, 0.212, 0.248, 0.358, 0.394)]
    public void The_paper_s_components_end_where_the_results_say(double first, double second, double third, double distance, params double[] shares)
    {
        var row = WithheldRow.Of(GaussianMixture.Of(new GaussianOptions { Weights = [first, second, third] }), [])[1];
        Assert.That(row.ToMixture, Is.EqualTo(distance).Within(0.0005));
        Assert.That(row.Shares, Is.EqualTo(shares).Within(0.0005));
    }
}
