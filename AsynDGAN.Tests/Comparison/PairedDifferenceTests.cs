using AsynDGAN.Core.Comparison;
using AsynDGAN.Core.Segmentation;

namespace AsynDGAN.Tests.Comparison;

public class PairedDifferenceTests
{
    [Test]
    public void A_patients_counts_are_summed_and_its_slices_averaged()
    {
        var patient = PatientScore.Of(
        [
            Slice("AsynDGAN", "p", 1, kept: true, 8, 2, 2, assd: 1),
            Slice("AsynDGAN", "p", 2, kept: true, 0, 0, 10, assd: null),
            Slice("AsynDGAN", "p", 3, kept: false, 0, 0, 0, assd: null),
        ]).Single();
        Assert.Multiple(() =>
        {
            Assert.That(patient.Dice, Is.EqualTo(16 / 30.0), "2 * 8 of 2 * 8 + 2 + 12");
            Assert.That(patient.DiceKeptSlices, Is.EqualTo((0.8 + 0) / 2), "one empty: 0");
            Assert.That(patient.DiceAllSlices, Is.EqualTo((0.8 + 0 + 1) / 3), "both empty: 1");
            Assert.That(patient.Assd, Is.EqualTo(1));
            Assert.That(patient.UndefinedDistances, Is.EqualTo(2));
            Assert.That((patient.Slices, patient.KeptSlices), Is.EqualTo((3, 2)));
        });
    }

    [Test]
    public void A_row_averages_its_trainings_per_patient_and_then_the_patients()
    {
        var trainings = new[] { Training("AsynDGAN", 1), Training("AsynDGAN", 2) };
        SliceScore[] scores =
        [
            Slice("AsynDGAN", "p", 1, true, 10, 0, 0, 0, seed: 1), Slice("AsynDGAN", "p", 1, true, 5, 5, 5, 2, seed: 2),
            Slice("AsynDGAN", "q", 1, true, 8, 2, 2, 1, seed: 1), Slice("AsynDGAN", "q", 1, true, 6, 4, 4, 1, seed: 2),
        ];
        var row = TableRow.Of("AsynDGAN", trainings, scores, (0.9, 0.5));
        Assert.Multiple(() =>
        {
            Assert.That(row.Dice, Is.EqualTo(((1 + 0.5) / 2 + (0.8 + 0.6) / 2) / 2).Within(1e-12));
            Assert.That(row.DicePerSlice, Is.EqualTo((1 + 0.5 + 0.8 + 0.6) / 4).Within(1e-12));
            Assert.That(row.DiceDeviation, Is.EqualTo((0.9 - 0.55) / Math.Sqrt(2)).Within(1e-12), "of 0.9 and 0.55");
            Assert.That((row.DiceLow, row.DiceHigh, row.DicePatientLow, row.Intervals), Is.EqualTo(((double?)null, (double?)null, (double?)null, "too few patients")));
            Assert.That((row.Trainings, row.Patients, row.Slices), Is.EqualTo((2, 2, 2)));
            Assert.That((row.CorrelationTraining, row.CorrelationValidation), Is.EqualTo((0.9, 0.5)));
        });
    }

    [Test]
    public void Ours_is_compared_with_every_other_row_and_as_good_where_it_is_not_worse_by_the_margin()
    {
        var patients = Enumerable.Range(0, 10).ToArray();
        var scores = patients.SelectMany(p => new[]
        {
            Slice("AsynDGAN", $"p{p}", 1, true, 80 + p % 2, 20, 20, 1),
            Slice("Real-All", $"p{p}", 1, true, 81, 20, 20, 1),
            Slice("Threshold", $"p{p}", 1, true, 20, 80, 80, p == 0 ? null : 5),
            Slice("Best", $"p{p}", 1, true, 90, 10, 10, 1),
        }).ToArray();
        var comparisons = PairedDifference.Of(PatientScore.Of(scores)).ToDictionary(c => c.Against);
        Assert.Multiple(() =>
        {
            Assert.That(comparisons.Keys, Is.EquivalentTo(new[] { "Real-All", "Threshold", "Best" }));
            Assert.That(comparisons["Real-All"].AsGood, Is.True);
            Assert.That(comparisons["Threshold"].AsGood, Is.True, "better is not worse");
            Assert.That((comparisons["Best"].AsGood, comparisons["Best"].Judgement), Is.EqualTo((false, "not shown")));
            Assert.That(comparisons["Threshold"].Low, Is.GreaterThan(0.5));
            Assert.That(comparisons["Threshold"].PHolm, Is.EqualTo(3 * comparisons["Threshold"].P).Within(1e-12));
            Assert.That((comparisons["Threshold"].Hd95Patients, comparisons["Threshold"].Hd95Difference), Is.EqualTo((9, -4.0)));
        });
    }

    /// <summary>
    /// Half of 14 patients differ by -0.04 and half by 0. Of a resample k are of the latter, binomially: k is at most 3 in 2.9%
    /// and at most 4 in 9%, so that the 2.5th percentile is -0.04 * 11 / 14 and the 5th -0.04 * 10 / 14.
    /// </summary>
    [Test]
    public void As_good_is_judged_by_the_one_sided_interval()
    {
        var comparison = PairedDifference.Of(PatientScore.Of(
        [
            .. Enumerable.Range(0, 14).SelectMany(p => new[]
            {
                Slice("AsynDGAN", $"p{p}", 1, true, p % 2 == 0 ? 76 : 80, p % 2 == 0 ? 24 : 20, p % 2 == 0 ? 24 : 20, 1),
                Slice("Real-All", $"p{p}", 1, true, 80, 20, 20, 1),
            }),
        ])).Single();
        Assert.That(comparison.Low, Is.EqualTo(-0.04 * 11 / 14).Within(1e-12), "below the margin");
        Assert.That(comparison.LowOneSided, Is.EqualTo(-0.04 * 10 / 14).Within(1e-12), "above it");
        Assert.That(comparison.Judgement, Is.EqualTo("as good as"));
    }

    [Test]
    public void The_spread_over_splits_is_of_means_over_their_trainings()
    {
        TrainedRow[] trainings = [Training("AsynDGAN", 1), Training("AsynDGAN", 2), Training("AsynDGAN", 1) with { Run = "split 8, seed 1", SplitSeed = 8 }];
        SliceScore[] scores =
        [
            Slice("AsynDGAN", "p", 1, true, 80, 20, 20, 1, seed: 1), Slice("AsynDGAN", "p", 1, true, 60, 40, 40, 1, seed: 2),
            Slice("AsynDGAN", "q", 1, true, 50, 50, 50, 1) with { Run = "split 8, seed 1" },
        ];
        var row = TableRow.Of("AsynDGAN", trainings, scores, null);
        Assert.That((row.DiceSplitLow, row.DiceSplitHigh), Is.EqualTo((0.5, 0.7)));
        Assert.That(TableRow.Of("AsynDGAN", trainings[..2], scores[..2], null).DiceSplitLow, Is.Null, "one split");
    }

    [TestCase(4, false)]
    [TestCase(5, true)]
    public void Intervals_rest_on_five_patients_or_more(int patients, bool given)
    {
        var scores = Rows(patients);
        var row = TableRow.Of("AsynDGAN", [Training("AsynDGAN", 1)], [.. scores.Where(s => s.Row == "AsynDGAN")], null);
        var comparison = PairedDifference.Of(PatientScore.Of(scores)).Single();
        Assert.Multiple(() =>
        {
            Assert.That(row.Dice, Is.EqualTo(0.8).Within(1e-12));
            Assert.That(row.Intervals, Is.EqualTo(given ? "" : "too few patients"));
            Assert.That(row.DiceLow, given ? Is.EqualTo(0.8).Within(1e-12) : Is.Null);
            Assert.That(row.DiceHigh, given ? Is.EqualTo(0.8).Within(1e-12) : Is.Null);
            Assert.That(comparison.Low is not null, Is.EqualTo(given));
            Assert.That(comparison.Difference, Is.Zero);
        });
    }

    [TestCase(9, "too few patients")]
    [TestCase(10, "as good as")]
    public void Nothing_is_as_good_by_fewer_than_ten_patients(int patients, string judgement)
    {
        var comparison = PairedDifference.Of(PatientScore.Of(Rows(patients))).Single();
        Assert.That((comparison.Judgement, comparison.AsGood), Is.EqualTo((judgement, patients >= 10)));
    }

    [Test]
    public void A_row_that_is_the_same_counts_in_the_family_of_comparisons()
    {
        SliceScore[] scores = [.. Rows(10), .. Enumerable.Range(0, 10).Select(p => Slice("Threshold", $"p{p}", 1, true, 20, 80, 80, 5))];
        var comparisons = PairedDifference.Of(PatientScore.Of(scores)).ToDictionary(c => c.Against);
        Assert.That((comparisons["Real-All"].P, comparisons["Real-All"].PHolm), Is.EqualTo(((double?)null, (double?)null)));
        Assert.That(comparisons["Threshold"].PHolm, Is.EqualTo(2 * comparisons["Threshold"].P));
    }

    [Test]
    public void Cross_drawn_rows_are_compared_step_by_step()
    {
        string[] rows = ["Real-All", "AsynDGAN, own masks", "AsynDGAN, new masks", "Folds, own masks", "Crossed, own masks", "Crossed, new masks"];
        var scores = rows.Index().SelectMany(row => Enumerable.Range(0, 10).Select(p => Slice(row.Item, $"p{p}", 1, true, 90 - 2 * row.Index, 10, 10, 1))).ToArray();
        var lines = PairedDifference.Of(PatientScore.Of(scores)).ToDictionary(c => (c.Row, c.Against));
        Assert.Multiple(() =>
        {
            Assert.That(lines.Keys, Is.EquivalentTo(new[]
            {
                (rows[1], rows[0]), (rows[2], rows[0]), (rows[2], rows[1]), (rows[3], rows[1]), (rows[4], rows[3]), (rows[5], rows[4]),
            }));
            Assert.That(lines.Values.Select(c => c.Difference), Is.All.Negative);
            Assert.That(lines.Values.Select(c => c.PHolm), Is.All.EqualTo(6 * lines.Values.First().P).Within(1e-12));
            Assert.That(PairedDifference.Of(PatientScore.Of([.. scores.Where(s => !s.Row.StartsWith("Crossed"))])), Is.Empty, "nothing was cross-drawn");
        });
    }

    [Test]
    public void Without_our_row_nothing_is_compared() =>
        Assert.That(PairedDifference.Of(PatientScore.Of([Slice("Real-All", "p", 1, true, 1, 0, 0, 0)])), Is.Empty);

    /// <summary>Ours and Real-All, the same on every patient.</summary>
    private static SliceScore[] Rows(int patients) =>
    [
        .. from row in new[] { "AsynDGAN", "Real-All" }
           from p in Enumerable.Range(0, patients)
           select Slice(row, $"p{p}", 1, true, 80, 20, 20, 1),
    ];

    private static TrainedRow Training(string row, int seed) => new(row, $"split 7, seed {seed}", 7, seed, 100, null, 0, null);

    private static SliceScore Slice(
        string row, string patient, int slice, bool kept, long both, long predicted, long missed, double? assd, int seed = 1) =>
        new(row, $"split 7, seed {seed}", "A", patient, $"{patient}/{slice}", kept, both, predicted, missed, 1000, assd, assd, assd);
}
