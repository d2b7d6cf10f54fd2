using AsynDGAN.Core.Segmentation;

namespace AsynDGAN.Tests.Segmentation;

public class ComparisonTests
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
            Assert.That((row.DiceLow, row.DiceHigh), Is.EqualTo((0.7, 0.75)).Using<(double, double)>(Near), "two patients: one of them twice");
            Assert.That((row.Trainings, row.Patients, row.Slices), Is.EqualTo((2, 2, 2)));
            Assert.That((row.CorrelationTraining, row.CorrelationValidation), Is.EqualTo((0.9, 0.5)));
        });
    }

    [Test]
    public void Ours_is_compared_with_every_other_row_and_as_good_only_within_the_margin()
    {
        var patients = Enumerable.Range(0, 10).ToArray();
        var scores = patients.SelectMany(p => new[]
        {
            Slice("AsynDGAN", $"p{p}", 1, true, 80 + p % 2, 20, 20, 1),
            Slice("Real-All", $"p{p}", 1, true, 81, 20, 20, 1),
            Slice("Threshold", $"p{p}", 1, true, 20, 80, 80, p == 0 ? null : 5),
        }).ToArray();
        var comparisons = Comparison.Of(PatientScore.Of(scores)).ToDictionary(c => c.Against);
        Assert.Multiple(() =>
        {
            Assert.That(comparisons.Keys, Is.EquivalentTo(new[] { "Real-All", "Threshold" }));
            Assert.That(comparisons["Real-All"].AsGood, Is.True);
            Assert.That(comparisons["Threshold"].AsGood, Is.False);
            Assert.That(comparisons["Threshold"].Low, Is.GreaterThan(0.5));
            Assert.That(comparisons["Threshold"].PHolm, Is.EqualTo(2 * comparisons["Threshold"].P).Within(1e-12));
            Assert.That((comparisons["Threshold"].Hd95Patients, comparisons["Threshold"].Hd95Difference), Is.EqualTo((9, -4.0)));
        });
    }

    [Test]
    public void Without_our_row_nothing_is_compared() =>
        Assert.That(Comparison.Of(PatientScore.Of([Slice("Real-All", "p", 1, true, 1, 0, 0, 0)])), Is.Empty);

    private static bool Near((double, double) a, (double, double) b) =>
        Math.Abs(a.Item1 - b.Item1) < 1e-9 && Math.Abs(a.Item2 - b.Item2) < 1e-9;

    private static TrainedRow Training(string row, int seed) => new(row, $"split 7, seed {seed}", 7, seed, 100, "", 0, null);

    private static SliceScore Slice(
        string row, string patient, int slice, bool kept, long both, long predicted, long missed, double? assd, int seed = 1) =>
        new(row, $"split 7, seed {seed}", "A", patient, $"{patient}/{slice}", kept, both, predicted, missed, 1000, assd, assd, assd);
}
