using AsynDGAN.Core.Comparison.Gaussian;
using AsynDGAN.Core.Configuration;

namespace AsynDGAN.Tests.Comparison.Gaussian;

public class MixtureTablesTests
{
    private static readonly GaussianOptions two = new() { Components = [[-2, 1], [2, 1]] };

    [Test]
    public void Runs_of_one_label_and_different_mixtures_are_not_averaged()
    {
        var wide = two with { Components = [[-20, 1], [20, 1]] };
        var lines = Lines(Points(two, 40), Points(two, 60), Points(wide, 40));
        Assert.Multiple(() =>
        {
            Assert.That(lines, Has.Some.StartWith("| A, mixture 1 | 2 | 2 | 40 to 60 |"));
            Assert.That(lines, Has.Some.StartWith("| A, mixture 2 | 2 | 1 | 40 |"));
            Assert.That(lines, Has.Some.EqualTo("Mixture 2: weights 0.5 : 0.5, means -20, 20, deviations 1, 1."));
            Assert.That(lines, Has.Some.Match(@"^\| A, mixture 1 \| -[12]\.\d+ ± "));
            Assert.That(lines, Has.Some.Match(@"^\| A, mixture 2 \| -[12]\d\.\d+; "));
        });
    }

    [Test]
    public void Numbers_of_components_tell_mixtures_apart_where_they_differ()
    {
        var lines = Lines(Points(two, 40), Points(new GaussianOptions { Components = [[0, 1]] }, 40));
        Assert.That(lines, Has.Some.StartWith("| A | 2 | 1 | 40 |").And.Some.StartWith("| A | 1 | 1 | 40 |"));
        Assert.That(lines, Has.Some.StartWith("| A, components: 2 | ").And.Some.StartWith("| A, components: 1 | "));
        Assert.That(lines, Has.None.Contains("ixture 1"));
    }

    [Test]
    public void In_the_plane_a_mean_has_both_its_coordinates() =>
        Assert.That(Lines(Points(new GaussianOptions { Ring = 2 }, 400)), Has.Some.Match(@"^\| A \| \((3\.9|4\.0)\d*, -?0\.\d+\); 0\.[45]\d+ \|"));

    private static string[] Lines(params DrawnSample[] samples) =>
        MixtureTables.Text([.. samples.Select(ScoredSample.Of)], new MixtureNames(samples.Select(sample => sample.Mixture)), []).Split('\n');

    private static DrawnSample Points(GaussianOptions options, int count) => new DrawnSample(
        "", "", new Experiment { Data = new DataOptions { Source = DataSource.Gaussian, Gaussian = options } }, [.. Enumerable.Repeat(new double[] { 0 }, count)], null).Fresh("A");
}
