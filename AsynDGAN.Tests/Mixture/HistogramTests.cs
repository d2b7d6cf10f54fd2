using AsynDGAN.Core.Mixture;

namespace AsynDGAN.Tests.Mixture;

public class HistogramTests
{
    private static readonly string[] Sets = OneDimensionGolden.Sets;

    [TestCaseSource(nameof(Sets))]
    public void Counts_equal_the_reference_also_on_the_edges(string set)
    {
        var got = Histogram.Counts(OneDimensionGolden.Values(set + "/x"), OneDimensionGolden.Values("histogram_edges"));
        Assert.That(got, Is.EqualTo(OneDimensionGolden.Values(set + "/histogram")));
    }

    [Test]
    public void A_bin_holds_its_lower_edge_the_last_its_upper_too_and_none_what_is_beyond() =>
        Assert.That(Histogram.Counts([-0.1, 0, 0.5, 1, 2, 2.1], [0, 1, 2]), Is.EqualTo(new double[] { 2, 2 }));

    [Test]
    public void Open_edges_count_what_lies_beyond() =>
        Assert.That(Histogram.Counts([-1e9, -0.1, 0, 0.5, 1, 1.9, 2.1, 100], Histogram.Open([0, 1, 2])), Is.EqualTo(new double[] { 2, 2, 2, 2 }));

    [Test]
    public void The_shares_of_a_mixture_in_open_bins_are_all_of_it()
    {
        var mixture = OneDimensionGolden.Mixture("sd");
        var shares = mixture.Shares(Histogram.Open(Histogram.Grid(mixture)));
        Assert.That(shares, Has.Length.EqualTo(102));
        Assert.That(shares.Sum(), Is.EqualTo(1).Within(1e-15));
        Assert.That(shares[0] + shares[^1], Is.EqualTo(mixture.Cumulative([-11])[0] + 1 - mixture.Cumulative([5])[0]).Within(1e-15));
    }

    [Test]
    public void The_grid_spans_four_deviations_around_the_outermost_means()
    {
        var grid = Histogram.Grid(OneDimensionGolden.Mixture("sd"));
        Assert.That(grid, Has.Length.EqualTo(101).And.Ordered);
        Assert.That((grid[0], grid[^1]), Is.EqualTo((-11.0, 5.0)));
    }
}
