using AsynDGAN.Core;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data.Sites;
using FsCheck;
using FsCheck.Fluent;

namespace AsynDGAN.Tests.Data.Sites;

public class PatientFoldsTests
{
    [Test]
    public void Each_sites_training_patients_are_dealt_into_balanced_folds_whichever_is_left_out() =>
        Prop.ForAll(Arb.From(Gen.ArrayOf(Gen.Choose(0, 100), 40)), Arb.From(Gen.Choose(2, 5)), Arb.From(Gen.Choose(0, 1000)), (pixels, of, seed) =>
        {
            var cohort = new Cohort(pixels);
            var folds = Enumerable.Range(1, of).Select(leave => cohort.Deal(of, leave, seed)).ToArray();
            foreach (var site in cohort.Training)
            {
                var groups = site.GroupBy(patient => folds[0].Of(patient)!.Value).ToDictionary(fold => fold.Key, fold => fold.ToArray());
                Assert.That(groups.Keys, Is.EquivalentTo(Enumerable.Range(1, of)));
                var (counts, sums) = (groups.Values.Select(fold => fold.Length).ToArray(), groups.Values.Select(fold => fold.Sum(cohort.Pixels)).ToArray());
                Assert.That(counts.Max() - counts.Min(), Is.LessThanOrEqualTo(1));
                Assert.That(sums.Max() - sums.Min(), Is.LessThanOrEqualTo(site.Max(cohort.Pixels)));
                foreach (var patient in site)
                {
                    Assert.That(folds.Select(fold => fold.Of(patient)), Is.All.EqualTo(folds[0].Of(patient)));
                    Assert.That(folds.Count(fold => fold.LeavesOut(patient)), Is.EqualTo(1));
                }
            }

            Assert.That(cohort.Others.Select(patient => (folds[0].Of(patient), folds.Any(fold => fold.LeavesOut(patient)))), Is.All.EqualTo(((int?)null, false)));
        }).QuickCheckThrowOnFailure();

    [Test]
    public void The_splits_seed_deals_and_nothing_is_dealt_without_folds()
    {
        var cohort = new Cohort([.. Enumerable.Range(0, 40)]);
        string Dealt(int seed) => string.Concat(cohort.Training.SelectMany(site => site).Select(patient => cohort.Deal(2, 1, seed).Of(patient)));
        var once = Dealt(7);
        Assert.That(Dealt(7), Is.EqualTo(once));
        Assert.That(Enumerable.Range(0, 10).Select(Dealt).Distinct().Count(), Is.GreaterThan(5));
        var none = cohort.Deal(1, 1, 7);
        Assert.That(cohort.Training.SelectMany(site => site).Select(patient => (none.Of(patient), none.LeavesOut(patient))), Is.All.EqualTo(((int?)null, false)));
    }

    [Test]
    public void Patients_without_samples_are_dealt_and_fill_no_fold()
    {
        var cohort = new Cohort([.. Enumerable.Repeat(1, 40)]);
        var site = cohort.Training[0];
        var folds = cohort.Deal(3, 1, 7, without: site[3..]);
        Assert.That(site[..3].Select(patient => folds.Of(patient)), Is.EquivalentTo(new int?[] { 1, 2, 3 }));
        Assert.That(site.Select(patient => folds.Of(patient)), Is.All.Not.Null);
        var fault = Assert.Throws<UserException>(() => cohort.Deal(3, 1, 7, without: site[2..]));
        Assert.That(fault!.Message, Is.EqualTo("too few training patients with samples for data.fold.of 3: site A has 2"));
        Assert.That(fault.Hint, Does.Contain("Lower data.fold.of").And.Contain("sites.merge"));
    }

    /// <summary>Patients of two sites, of mask pixels each, split by the usual rule.</summary>
    private sealed class Cohort(int[] pixels)
    {
        private readonly PatientSplit split = PatientSplit.Make(TestCases.Cohort(("A", pixels.Length / 2), ("B", pixels.Length / 2)), new DataOptions());

        public IReadOnlyList<string[]> Training => [.. Of(DataPart.Training).GroupBy(patient => patient[0]).Select(site => site.ToArray())];

        public IEnumerable<string> Others => Of(DataPart.Validation).Concat(Of(DataPart.Test));

        public int Pixels(string patient) => pixels[(patient[0] - 'A') * (pixels.Length / 2) + int.Parse(patient[2..]) - 1];

        public PatientFolds Deal(int of, int leave, int seed, string[]? without = null)
        {
            var patients = split.Parts.Keys.ToArray();
            var partition = new SitePartition(patients.ToDictionary(patient => patient, patient => patient[..1]), ["A", "B"]);
            var samples = patients.Except(without ?? []).Select(patient => (patient, Pixels(patient)));
            return PatientFolds.Deal(partition, split, samples, new DataOptions { SplitSeed = seed, Fold = new FoldOptions { Of = of, Leave = leave } });
        }

        private IEnumerable<string> Of(DataPart part) => split.Parts.Where(own => own.Value == part).Select(own => own.Key);
    }
}
