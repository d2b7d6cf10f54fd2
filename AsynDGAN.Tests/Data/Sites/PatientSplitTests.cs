using AsynDGAN.Core;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data.Sites;
using AsynDGAN.Core.Data.Sources;
using FsCheck;
using FsCheck.Fluent;

namespace AsynDGAN.Tests.Data.Sites;

public class PatientSplitTests
{
    private static readonly Gen<(int[] Sizes, DataOptions Options)> cohorts =
        from institutions in Gen.Choose(1, 5)
        from sizes in Gen.ArrayOf(Gen.Choose(1, 30), institutions)
        from test in Gen.Choose(0, 60)
        from validation in Gen.Choose(0, 39)
        from seed in Gen.Choose(0, 1000)
        select (sizes, new DataOptions { TestFraction = test / 100.0, ValidationFraction = validation / 100.0, SplitSeed = seed });

    [Test]
    public void Every_patient_is_in_one_part_and_institutions_keep_the_fractions() =>
        Prop.ForAll(Arb.From(cohorts), cohort =>
        {
            var cases = Cohort(cohort.Sizes);
            var parts = PatientSplit.Make(cases, cohort.Options).Parts;
            return parts.Keys.Order().SequenceEqual(cases.Select(@case => @case.Patient).Order())
                && cases.GroupBy(@case => @case.Institution).All(own =>
                {
                    int Count(DataPart part) => own.Count(@case => parts[@case.Patient] == part);
                    int Rounded(double fraction) => (int)Math.Floor(own.Count() * (decimal)fraction + 0.5m);
                    var test = Math.Min(Rounded(cohort.Options.TestFraction), own.Count() - 1);
                    var validation = Math.Min(Rounded(cohort.Options.ValidationFraction), own.Count() - test - 1);
                    return Count(DataPart.Training) >= 1 && Count(DataPart.Test) == test && Count(DataPart.Validation) == validation;
                });
        }).QuickCheckThrowOnFailure();

    [Test]
    public void The_order_of_cases_makes_no_difference() =>
        Prop.ForAll(Arb.From(cohorts), cohort =>
        {
            var cases = Cohort(cohort.Sizes);
            var forward = PatientSplit.Make(cases, cohort.Options).Parts;
            return forward.SequenceEqual(PatientSplit.Make(cases.Reverse().ToArray(), cohort.Options).Parts);
        }).QuickCheckThrowOnFailure();

    [Test]
    public void A_test_count_is_shared_out_in_proportion() =>
        Prop.ForAll(Arb.From(cohorts), cohort =>
        {
            var cases = Cohort(cohort.Sizes);
            var most = cases.Length - cohort.Sizes.Length;
            var count = most * cohort.Options.SplitSeed / 1001;
            var parts = PatientSplit.Make(cases, cohort.Options with { TestCount = count }).Parts;
            return parts.Values.Count(part => part == DataPart.Test) == count
                && cases.GroupBy(@case => @case.Institution).All(own => own.Any(@case => parts[@case.Patient] == DataPart.Training));
        }).QuickCheckThrowOnFailure();

    [Test]
    public void One_patient_alone_trains()
    {
        var parts = PatientSplit.Make(TestCases.Cohort(("EZ", 1)), new DataOptions { TestFraction = 0.5 }).Parts;
        Assert.That(parts["EZ-001"], Is.EqualTo(DataPart.Training));
    }

    [Test]
    public void Seeds_give_different_splits()
    {
        var cases = TestCases.Cohort(("A", 30));
        var splits = Enumerable.Range(0, 5).Select(seed => PatientSplit.Make(cases, new DataOptions { SplitSeed = seed }).Parts.Values);
        Assert.That(splits.Select(parts => string.Join(' ', parts)), Is.Unique);
    }

    [Test]
    public void By_name_the_first_are_test_over_all_institutions()
    {
        var cases = TestCases.Cohort(("B", 5), ("A", 5));
        var options = new DataOptions { Split = SplitMethod.ByName, TestCount = 6, ValidationFraction = 0.2 };
        var parts = PatientSplit.Make(cases, options).Parts;
        Assert.That(parts.Where(patient => patient.Value == DataPart.Test).Select(patient => patient.Key),
            Is.EqualTo(new[] { "A-001", "A-002", "A-003", "A-004", "A-005", "B-001" }));
        Assert.That(parts.Where(patient => patient.Value == DataPart.Validation).Select(patient => patient.Key),
            Is.EqualTo(new[] { "B-002", "B-003" }));
    }

    [Test]
    public void The_sources_own_parts_win()
    {
        var cases = new[] { TestCases.Of("a", part: DataPart.Test), TestCases.Of("b", part: DataPart.Training) };
        var parts = PatientSplit.Make(cases, new DataOptions { TestFraction = 0 }).Parts;
        Assert.That(parts, Is.EqualTo(new Dictionary<string, DataPart> { ["a"] = DataPart.Test, ["b"] = DataPart.Training }));
    }

    [Test]
    public void All_cases_of_a_patient_are_in_one_part()
    {
        var cases = TestCases.Cohort(("A", 9));
        var twice = cases.Concat(cases.Select(@case => @case with { Name = @case.Name + "-again" })).ToArray();
        Assert.That(PatientSplit.Make(twice, new DataOptions()).Parts, Is.EqualTo(PatientSplit.Make(cases, new DataOptions()).Parts));
    }

    [Test]
    public void Too_few_patients_for_a_test_count_are_an_error()
    {
        var cases = TestCases.Cohort(("A", 3), ("B", 2));
        var all = Assert.Throws<UserException>(() => PatientSplit.Make(cases, new DataOptions { TestCount = 5 }));
        var nearly = Assert.Throws<UserException>(() => PatientSplit.Make(cases, new DataOptions { TestCount = 4 }));
        Assert.That(all!.Message, Does.Contain("too few patients").And.Contain("5 of 5"));
        Assert.That(nearly!.Message, Does.Contain("too few patients").And.Contain("2 institutions"));
    }

    [Test]
    public void Fractions_that_leave_nothing_are_an_error()
    {
        var options = new DataOptions { TestFraction = 0.6, ValidationFraction = 0.4 };
        var fault = Assert.Throws<UserException>(() => PatientSplit.Make(TestCases.Cohort(("A", 9)), options));
        Assert.That(fault!.Message, Does.Contain("data.test_fraction 0.6"));
    }

    private static ImageCase[] Cohort(int[] sizes) => TestCases.Cohort(sizes.Select((size, i) => ($"I{i}", size)).ToArray());
}
