using AsynDGAN.Core.Comparison.Gaussian;
using AsynDGAN.Core.Configuration;

namespace AsynDGAN.Tests.Comparison.Gaussian;

public class SampleScoreTests
{
    private static DrawnSample Empty(GaussianOptions options, int points) => new(
        "A", "", new Experiment { Data = new DataOptions { Source = DataSource.Gaussian, Gaussian = options } },
        [.. Enumerable.Repeat(new double[] { 0 }, points)], null);

    [Test]
    public void A_fresh_true_sample_is_near_and_the_same_at_every_call([Values(null, 3)] int? ring)
    {
        var options = new GaussianOptions { Ring = ring, Weights = [2, 1, 1] };
        var (first, again) = (Empty(options, 6000).Fresh("true"), Empty(options, 6000).Fresh("true"));
        Assert.That(again.Points, Is.EqualTo(first.Points));
        var components = ComponentScore.Of(first);
        var score = SampleScore.Of(first, components);
        Assert.That(score, Is.EqualTo(SampleScore.Of(again, components)));

        // Four standard errors of the largest component's mean (deviation 2, a quarter of the points) and deviation.
        Assert.That(components.Select(c => c.Points / 6000.0), Is.EqualTo(new[] { 0.5, 0.25, 0.25 }).Within(4 * Math.Sqrt(0.25 / 6000)));
        Assert.That(score.MeanError, Is.LessThan(4 * 2 / Math.Sqrt(1500)));
        Assert.That(score.DeviationError, Is.LessThan(4 / Math.Sqrt(2 * 1500)));
        Assert.That(score.Wasserstein1, Is.GreaterThan(0).And.LessThan(0.2));
        Assert.That(score.JensenShannon, Is.GreaterThan(0).And.LessThan(0.01));
        Assert.That(score.BytesAStep, Is.Null);
    }

    [Test]
    public void A_component_s_errors_are_those_of_its_own_points()
    {
        var sample = Empty(new GaussianOptions { Components = [[0, 1], [10, 2]] }, 0) with { Points = [[1], [3], [10], [14], [12]], Components = [0, 0, 1, 1, 1] };
        var scores = ComponentScore.Of(sample);
        Assert.That(scores.Select(c => c.Points), Is.EqualTo(new[] { 2, 3 }));
        Assert.That(scores.Select(c => c.MeanError), Is.EqualTo(new[] { 2.0, 2.0 }).Within(1e-12));
        Assert.That(scores.Select(c => c.DeviationError), Is.EqualTo(new[] { Math.Sqrt(2) - 1, 0 }).Within(1e-12));
    }

    [Test]
    public void Points_far_beyond_the_mixture_diverge_from_it()
    {
        // A tenth lies as the mixture, and the rest where it has next to nothing: with m = (p + q) / 2 that is
        // (0.9 log 2 + 0.1 log(0.2 / 1.1) + log(2 / 1.1)) / 2.
        var sample = Empty(new GaussianOptions(), 10_000).Fresh("true");
        var moved = sample with { Points = [.. sample.Points.Select((y, i) => i % 10 == 0 ? y : [100.0])] };
        var score = SampleScore.Of(moved, []);
        var expected = (0.9 * Math.Log(2) + 0.1 * Math.Log(0.2 / 1.1) + Math.Log(2 / 1.1)) / 2;
        Assert.That(score.JensenShannon, Is.EqualTo(expected).Within(0.01));
        Assert.That(SampleScore.Of(sample, []).JensenShannon, Is.LessThan(0.01));
    }

    [Test]
    public void All_points_in_one_place_are_as_far_as_the_mean_distance_from_it()
    {
        var sample = Empty(new GaussianOptions { Components = [[2, 1]] }, 0) with { Points = [[2], [2]], Components = [0, 0] };
        Assert.That(SampleScore.Of(sample, ComponentScore.Of(sample)).Wasserstein1, Is.EqualTo(Math.Sqrt(2 / Math.PI)).Within(1e-12));
    }
}
