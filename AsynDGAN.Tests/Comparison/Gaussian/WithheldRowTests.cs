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
}
