using AsynDGAN.Core;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data.Sites;
using AsynDGAN.Core.Data.Sources;
using FsCheck;
using FsCheck.Fluent;

namespace AsynDGAN.Tests.Data.Sites;

public class SitePartitionTests
{
    private static readonly ImageCase[] cohort = TestCases.Cohort(("CS", 10), ("DU", 12), ("EZ", 1));

    [Test]
    public void Institutions_make_sites_and_may_be_merged()
    {
        var options = new SiteOptions { Merge = new Dictionary<string, string> { ["EZ"] = "CS" } };
        var partition = Make(cohort, options);
        Assert.That(partition.Names, Is.EqualTo(new[] { "CS", "DU" }));
        Assert.That(partition.SiteOf["EZ-001"], Is.EqualTo("CS"));
        Assert.That(Make(cohort, new SiteOptions()).Names, Is.EqualTo(new[] { "CS", "DU", "EZ" }));
    }

    [Test]
    public void Any_attribute_makes_sites() =>
        Assert.That(Make(cohort, new SiteOptions { By = "scanner" }).Names, Is.EqualTo(new[] { "one" }));

    [TestCase("north", "North")]
    [TestCase("a b", "A B")]
    public void Sites_whose_files_would_be_one_are_refused_where_case_tells_no_files_apart(string one, string other)
    {
        Assert.That(() => SitePartition.RefuseOneFile([one, "x", other], StringComparer.Ordinal), Throws.Nothing);
        Assert.That(() => SitePartition.RefuseOneFile([one, "x", other], StringComparer.OrdinalIgnoreCase),
            Throws.TypeOf<UserException>().With.Message.Contains($"'{one}', '{other}' differ in case only").And.Property("Hint").Contains($"{{ {other}: {one} }}"));
    }

    [TestCase("north", "nörth")]
    [TestCase("nörth", "nÖrth")]
    public void Sites_whose_files_differ_are_taken(string one, string other) =>
        Assert.That(() => SitePartition.RefuseOneFile([one, other], StringComparer.OrdinalIgnoreCase), Throws.Nothing);

    [Test]
    public void An_unknown_attribute_is_answered_with_those_there()
    {
        var fault = Assert.Throws<UserException>(() => Make(cohort, new SiteOptions { By = "hospital" }));
        Assert.That(fault!.Message, Does.Contain("'hospital'"));
        Assert.That(fault.Hint, Does.Contain("institution, scanner, tumour-size or random"));
    }

    [TestCase("XX", "CS", "'XX'")]
    [TestCase("CS", "YY", "'YY'")]
    public void Unknown_sites_in_a_merge_are_an_error(string from, string into, string named)
    {
        var options = new SiteOptions { Merge = new Dictionary<string, string> { [from] = into } };
        var fault = Assert.Throws<UserException>(() => Make(cohort, options));
        Assert.That(fault!.Message, Does.Contain(named));
        Assert.That(fault.Hint, Does.Contain("CS, DU, EZ"));
    }

    [Test]
    public void A_merge_into_a_merged_site_is_an_error()
    {
        var options = new SiteOptions { Merge = new Dictionary<string, string> { ["EZ"] = "CS", ["CS"] = "DU" } };
        Assert.That(Assert.Throws<UserException>(() => Make(cohort, options))!.Message, Does.Contain("EZ goes to CS, which is merged itself"));
    }

    [TestCase(null, "sites.only is not given")]
    [TestCase("XX", "no site 'XX'")]
    public void Mode_single_needs_a_known_site(string? only, string message)
    {
        var fault = Assert.Throws<UserException>(() => Make(cohort, new SiteOptions { Mode = SiteMode.Single, Only = only }));
        Assert.That(fault!.Message, Does.Contain(message));
        Assert.That(fault.Hint, Does.Contain("CS, DU, EZ"));
    }

    [TestCase("EZ", "CS DU")]
    [TestCase("CS DU", "EZ")]
    public void Sites_that_are_left_out_keep_their_patients_and_take_no_part(string without, string kept)
    {
        var partition = Make(cohort, new SiteOptions { Without = without.Split(' ') });
        Assert.That(partition.Names, Is.EqualTo(kept.Split(' ')));
        Assert.That(cohort.Where(@case => partition.Holds(@case.Patient)).Select(@case => @case.Institution).Distinct().Order(), Is.EqualTo(kept.Split(' ')));
        Assert.That(partition.SiteOf.Values.Distinct().Order(), Is.EqualTo(new[] { "CS", "DU", "EZ" }));
    }

    [TestCase("XX", "sites.without: there is no site 'XX'")]
    [TestCase("EZ", "sites.without: there is no site 'EZ'")]
    [TestCase("DU CS", "sites.without leaves out all sites: CS, DU")]
    public void What_cannot_be_left_out_is_an_error(string without, string message)
    {
        var options = new SiteOptions { Merge = new Dictionary<string, string> { ["EZ"] = "CS" }, Without = without.Split(' ') };
        Assert.That(() => Make(cohort, options), Throws.TypeOf<UserException>().With.Message.EqualTo(message));
    }

    [Test]
    public void A_site_without_training_patients_may_be_left_out()
    {
        var cases = TestCases.Cohort(("A", 4), ("B", 4));
        var options = new DataOptions { Split = SplitMethod.ByName, TestCount = 4, ValidationFraction = 0 };
        Assert.That(SitePartition.Make(cases, PatientSplit.Make(cases, options), new SiteOptions { Without = ["A"] }, 7).Names, Is.EqualTo(new[] { "B" }));
    }

    [TestCase("institution", 3, "sites.count")]
    [TestCase("random", null, "sites.count is not given")]
    [TestCase("tumour-size", 200, "too few patients")]
    public void A_count_that_does_not_fit_is_an_error(string by, int? count, string message) =>
        Assert.That(
            Assert.Throws<UserException>(() => Make(cohort, new SiteOptions { By = by, Count = count }))!.Message, Does.Contain(message));

    [Test]
    public void A_site_without_training_patients_is_an_error()
    {
        var cases = TestCases.Cohort(("A", 4), ("B", 4));
        var options = new DataOptions { Split = SplitMethod.ByName, TestCount = 4, ValidationFraction = 0 };
        var fault = Assert.Throws<UserException>(() => SitePartition.Make(cases, PatientSplit.Make(cases, options), new SiteOptions(), 7));
        Assert.That(fault!.Message, Is.EqualTo("too few patients: site A has no training patient"));
    }

    [Test]
    public void Tumour_size_cuts_the_training_part_into_equal_counts_in_order() =>
        Prop.ForAll(Arb.From(Gen.ArrayOf(Gen.Choose(0, 100), 40)), Arb.From(Gen.Choose(1, 10)), (areas, count) =>
        {
            var cases = areas.Select((area, i) => TestCases.Of($"p{i:D2}", maskPixels: area)).ToArray();
            var split = PatientSplit.Make(cases, new DataOptions());
            var partition = SitePartition.Make(cases, split, new SiteOptions { By = "tumour-size", Count = count }, 7);
            var training = Enumerable.Range(0, areas.Length)
                .Where(i => split.Parts[$"p{i:D2}"] == DataPart.Training)
                .GroupBy(i => partition.SiteOf[$"p{i:D2}"], i => areas[i])
                .OrderBy(site => site.Key, StringComparer.Ordinal)
                .ToArray();
            var sizes = training.Select(site => site.Count()).ToArray();

            // The others lie between the largest of the site before and the smallest of the site after.
            var others = Enumerable.Range(0, areas.Length).Where(i => split.Parts[$"p{i:D2}"] != DataPart.Training).All(i =>
            {
                var site = Array.FindIndex(training, own => own.Key == partition.SiteOf[$"p{i:D2}"]);
                return (site == 0 || areas[i] >= training[site - 1].Max()) && (site == count - 1 || areas[i] <= training[site + 1].Min());
            });
            return training.Length == count && sizes.Max() - sizes.Min() <= 1 && others
                && training.Zip(training.Skip(1)).All(pair => pair.First.Max() <= pair.Second.Min());
        }).QuickCheckThrowOnFailure();

    [Test]
    public void Names_of_ten_sites_sort_by_number()
    {
        var cases = Enumerable.Range(1, 40).Select(i => TestCases.Of($"p{i:D2}", maskPixels: i)).ToArray();
        var names = Make(cases, new SiteOptions { By = "tumour-size", Count = 10 }).Names;
        Assert.That((names[0], names[1], names[9]), Is.EqualTo(("size-01", "size-02", "size-10")));
    }

    [Test]
    public void Random_sites_have_equal_counts_in_every_part()
    {
        var cases = TestCases.Cohort(("A", 30), ("B", 31));
        var split = PatientSplit.Make(cases, new DataOptions());
        var options = new SiteOptions { By = "random", Count = 4 };
        var partition = SitePartition.Make(cases, split, options, 7);
        foreach (var part in Enum.GetValues<DataPart>())
        {
            var counts = partition.Names.Select(site => cases.Count(@case => partition.SiteOf[@case.Patient] == site && split.Parts[@case.Patient] == part));
            Assert.That(counts.Max() - counts.Min(), Is.LessThanOrEqualTo(1), part.ToString());
        }

        Assert.That(SitePartition.Make(cases, split, options, 8).SiteOf, Is.Not.EqualTo(partition.SiteOf));
    }

    private static SitePartition Make(ImageCase[] cases, SiteOptions options) =>
        SitePartition.Make(cases, PatientSplit.Make(cases, new DataOptions()), options, 7);
}
