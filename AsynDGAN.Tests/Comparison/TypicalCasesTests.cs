using AsynDGAN.Core.Comparison;
using AsynDGAN.Core.Segmentation;

namespace AsynDGAN.Tests.Comparison;

public class TypicalCasesTests
{
    [Test]
    public void The_slices_are_those_at_the_quantiles_of_the_kept()
    {
        var scores = Enumerable.Range(0, 9).Select(i => Slice("AsynDGAN", $"s{i}", truePositives: i)).Reverse()
            .Append(Slice("AsynDGAN", "small", 0) with { Kept = false }).ToArray();
        Assert.That(TypicalCases.Choose(scores), Is.EqualTo(new[] { ("75%", "s6"), ("median", "s4"), ("25%", "s2"), ("worst", "s0") }));
    }

    [Test]
    public void No_slice_is_shown_twice() => Assert.Multiple(() =>
    {
        Assert.That(TypicalCases.Choose([Slice("AsynDGAN", "s", 1)]), Is.EqualTo(new[] { ("75%", "s") }));
        Assert.That(TypicalCases.Choose([]), Is.Empty);
    });

    [Test]
    public void The_best_site_alone_stands_for_the_subsets()
    {
        var rows = ComparisonRow.Select(["all"], ["a", "b"], ["Syn-All", "AsynDGAN"]);
        var scores = rows.Select(row => Slice(row.Name, "s", truePositives: row.Site == "b" ? 5 : 2)).ToArray();
        Assert.That(TypicalCases.Columns(rows, scores), Is.EqualTo(new[]
        {
            "Real-All", "Real-FedAvg", "Syn-All", "AsynDGAN", "AsynDGAN, new masks", "Real-Subset-b",
        }));
    }

    private static SliceScore Slice(string row, string slice, int truePositives) =>
        new(row, "run", "site", "patient", slice, true, truePositives, 10 - truePositives, 10 - truePositives, 100, null, null, null);
}
