using AsynDGAN.Core.Comparison.Fidelity;

namespace AsynDGAN.Tests.Comparison.Fidelity;

public class NearCopyRowTests
{
    [Test]
    public void A_label_s_runs_have_a_row_each_and_one_together()
    {
        var rows = NearCopyRow.Of([Set("split 7, a", [0.1, 0.3], 0.2), Set("split 8, b", [0.1, 0.1, 0.1, 0.3], 0.2), Set("split 7, c", [0.5], null, label: "other")]);
        Assert.That(rows.Select(row => (row.Set, row.Run, row.Drawings, row.NearCopies)), Is.EqualTo(new (string, string, int, double?)[]
        {
            ("set", "split 7, a", 2, 0.5), ("set", "split 8, b", 4, 0.75), ("set", "all", 6, 4 / 6.0), ("other", "split 7, c", 1, null),
        }));
        Assert.That(rows.Select(row => row.Low), Is.All.Null, "fewer than five patients of either side");
    }

    /// <summary>With a threshold that no resample moves, the interval is that of a share of patients.</summary>
    [Test]
    public void The_interval_is_by_patient()
    {
        var heldOut = Enumerable.Range(0, 40).Select(i => ($"h{i % 8}", $"{i}", 0.2)).ToArray();
        DrawingRow[] drawings = [.. Enumerable.Range(0, 100).Select(i => Row("split 7, a", $"p{i % 10}", i % 10 < 5 ? 0.1 : 0.3, 0.2))];
        var row = NearCopyRow.Of([new MeasuredSet(drawings, heldOut)]).Single();
        Assert.Multiple(() =>
        {
            Assert.That((row.Patients, row.HeldOut, row.HeldOutPatients, row.NearCopies), Is.EqualTo((10, 40, 8, 0.5)));
            // Of ten patients a binomial share: 2.5 and 97.5 of 100 lie at 0.2 and 0.8.
            Assert.That(row.Low, Is.EqualTo(0.2).Within(1e-9));
            Assert.That(row.High, Is.EqualTo(0.8).Within(1e-9));
        });
    }

    [Test]
    public void The_interval_holds_what_the_threshold_rests_on()
    {
        var heldOut = Enumerable.Range(0, 40).Select(i => ($"h{i % 8}", $"{i}", 0.1 + 0.01 * (i % 8))).ToArray();
        DrawingRow[] drawings = [.. Enumerable.Range(0, 20).Select(i => Row("split 7, a", $"p{i}", 0.105, 0.1))];
        var row = NearCopyRow.Of([new MeasuredSet(drawings, heldOut)]).Single();
        Assert.That((row.NearCopies, row.Low, row.High), Is.EqualTo((0.0, 0.0, 1.0)), "without the patient of the least distances all are near");
    }

    [Test]
    public void A_set_whose_held_out_patients_are_not_drawn_is_left_out_of_that_resample()
    {
        var (many, one) = (Copies("split 7, a", heldOut: 8), Copies("split 8, b", heldOut: 1));
        var row = NearCopyRow.Of([many, one]).Single(row => row.Run == NearCopyRow.AllRuns);
        Assert.That((row.NearCopies, row.Low, row.High), Is.EqualTo((1.0, 1.0, 1.0)), "every drawing is a copy");

        static MeasuredSet Copies(string run, int heldOut) => new(
            [.. Enumerable.Range(0, 10).Select(i => Row(run, $"p{i}", 0, 0.2))], [.. Enumerable.Range(0, 40).Select(i => ($"{run} h{i % heldOut}", $"{i}", 0.2))]);
    }

    /// <summary>Each set has a threshold of its own, from the same held-out slices where the split is the same.</summary>
    [Test]
    public void Held_out_slices_that_several_sets_share_count_once_and_too_few_is_said_of_the_smallest_set()
    {
        DrawingRow[] drawings = [Row("split 7, a+b", "p1", 0.1, threshold: null)];
        var (first, other) = (new MeasuredSet(drawings, HeldOut("h", 16)), new MeasuredSet(drawings, HeldOut("g", 5)));
        var row = NearCopyRow.Of([first, first]).Single();
        Assert.That((row.HeldOut, row.HeldOutPatients, row.FewestHeldOut), Is.EqualTo((16, 4, 16.0)));
        var joined = NearCopyRow.Of([first, other]).Single();
        Assert.That((joined.HeldOut, joined.HeldOutPatients, joined.FewestHeldOut), Is.EqualTo((21, 8, 5.0)));
        Assert.That(CopiesText.Of([joined], [])!.Markdown(), Does.Contain("| 5 held-out slices are too few: it takes 19 |"));
        Assert.That(CopiesText.Of([joined with { FewestHeldOut = null }], [])!.Markdown(), Does.Contain("| 21 held-out slices are"), "a table of an earlier version");

        static (string, string, double)[] HeldOut(string name, int count) => [.. Enumerable.Range(0, count).Select(i => ($"{name}{i % 4}", $"{name}/{i}", 0.2))];
    }

    private static MeasuredSet Set(string run, double[] distances, double? threshold, string label = "set") =>
        new([.. distances.Select((distance, i) => Row(run, $"p{i}", distance, threshold) with { Set = label })], []);

    private static DrawingRow Row(string run, string patient, double distance, double? threshold) =>
        new("set", run, DrawingRow.NewMasks, patient, patient + "/1", Seen: true, Correlation: null, "q/1", distance, threshold);
}
