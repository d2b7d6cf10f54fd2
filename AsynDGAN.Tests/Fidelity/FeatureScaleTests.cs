using AsynDGAN.Core.Fidelity;
using AsynDGAN.Core.Platform;

namespace AsynDGAN.Tests.Fidelity;

public class FeatureScaleTests
{
    [Test]
    public void Up_to_sixteen_features_distances_are_those_of_z_scores()
    {
        var random = new SplitMix64(1);
        var rows = Enumerable.Range(0, 50).Select(_ => new[] { 100 * random.NextNormal(), 5 + random.NextNormal(), 3 }).ToList();
        var set = new FeatureSet(rows, [.. rows.Select((_, i) => $"{i}")]);
        var scale = FeatureScale.Of(set);
        var applied = scale.Apply(set);
        double[] deviations = [.. Enumerable.Range(0, 2).Select(i => Math.Sqrt(rows.Sum(row => Math.Pow(row[i] - rows.Average(r => r[i]), 2)) / 49))];
        Assert.That(scale.Components, Is.EqualTo(2), "one is the same everywhere");
        for (var i = 1; i < 50; i++)
        {
            var expected = Enumerable.Range(0, 2).Sum(k => Math.Pow((rows[i][k] - rows[0][k]) / deviations[k], 2));
            Assert.That(applied.Values[i].Zip(applied.Values[0], (a, b) => (a - b) * (a - b)).Sum(), Is.EqualTo(expected).Within(1e-9));
        }
    }

    [Test]
    public void Of_many_features_sixteen_components_are_kept_those_with_the_most_variance()
    {
        // 20 features that are noise, and 10 that are one number: its component has the variance of 10.
        var random = new SplitMix64(2);
        var rows = Enumerable.Range(0, 400).Select(_ =>
        {
            var shared = random.NextNormal();
            return Enumerable.Range(0, 30).Select(i => i < 20 ? random.NextNormal() : shared).ToArray();
        }).ToList();
        var set = new FeatureSet(rows, [.. rows.Select((_, i) => $"{i}")]);
        var scale = FeatureScale.Of(set);
        var applied = scale.Apply(set);
        Assert.That(scale.Components, Is.EqualTo(16));
        Assert.That(applied.Values.Average(row => row[0] * row[0]), Is.EqualTo(10).Within(0.5), "the first component");
        Assert.That(applied.Values.Average(row => row[1]), Is.Zero.Within(1e-9));
    }

    [Test]
    public void Other_images_are_taken_on_the_scale_of_the_training_images()
    {
        var training = new FeatureSet([[1], [3]], ["a", "b"]);
        var value = FeatureScale.Of(training).Apply(new FeatureSet([[4]], ["c"])).Values[0][0];
        Assert.That(Math.Abs(value), Is.EqualTo(2 / Math.Sqrt(2)).Within(1e-12));
    }
}
