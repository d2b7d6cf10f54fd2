using AsynDGAN.Core.Comparison.Fidelity;
using AsynDGAN.Tests.Runs;

namespace AsynDGAN.Tests.Comparison.Fidelity;

public class FoldDifferenceRowTests
{
    [Test]
    public void It_is_of_the_same_slices_averaged_by_patient()
    {
        DrawingRow[] rows =
        [
            Own("full", "p", "1", true, 0.9), Own("full", "p", "2", true, 0.7), Own("full", "q", "1", true, 0.6), Own("full", "r", "1", true, 0.1),
            Own("left", "p", "1", false, 0.5), Own("left", "p", "2", false, 0.5), Own("left", "q", "1", false, 0.6),
            Own("left", "p", "1", false, 0.9) with { Masks = "new", Correlation = null },
        ];
        var row = FoldDifferenceRow.Of(rows).Single();
        Assert.That((row.Seen, row.Unseen, row.Patients, row.Slices), Is.EqualTo(("full", "left", 2, 3)));
        Assert.That((row.CorrelationSeen, row.CorrelationUnseen, row.Difference), Is.EqualTo((0.7, 0.55, 0.15)).Using<double>((a, b) => Math.Abs(a - b) < 1e-12));
        Assert.That((row.Low, row.High), Is.EqualTo(((double?)null, (double?)null)), "too few patients");
    }

    [Test]
    public void A_slice_that_several_runs_have_drawn_counts_once_and_the_interval_holds_the_difference()
    {
        var rows = Enumerable.Range(0, 12).SelectMany(i => new[]
        {
            Own("folds", $"p{i}", "1", true, 0.8 + 0.01 * i), Own("folds", $"p{i}", "1", true, 0.9 + 0.01 * i), Own("left", $"p{i}", "1", false, 0.6),
        });
        var row = FoldDifferenceRow.Of(rows).Single();
        Assert.That(row.Slices, Is.EqualTo(12));
        Assert.That(row.Difference, Is.EqualTo(0.305).Within(1e-12));
        Assert.That(row.Low, Is.InRange(0.27, 0.305));
        Assert.That(row.High, Is.InRange(0.305, 0.34));
    }

    [Test]
    public void Without_unseen_slices_there_is_none() => Assert.That(FoldDifferenceRow.Of([Own("full", "p", "1", true, 0.9), Own("other", "p", "1", true, 0.9)]), Is.Empty);

    [Test]
    public void Both_labels_stand_in_cells_of_their_own_whatever_they_hold()
    {
        var copies = new NearCopyRow("a", "split 7", DrawingRow.OwnMasks, 1, 1, 1, 1, null, null, null, null, null);
        var table = CopiesText.Of([copies], [new FoldDifferenceRow("Own|a", "Cr|b`c", 2, 3, 0.7, 0.5, 0.2, null, null)])!.Tables[1];
        Assert.That(MarkdownCells.Of(table.Markdown().Split('\n')[2]), Is.EqualTo(table.Rows[0]).And.Contains("Cr|b`c"));
    }

    private static DrawingRow Own(string label, string patient, string slice, bool seen, double correlation) =>
        new(label, "split 7, run", DrawingRow.OwnMasks, patient, $"{patient}/{slice}", seen, correlation, "x/1", 0.2, 0.1);
}
