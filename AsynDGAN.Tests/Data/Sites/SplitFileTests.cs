using AsynDGAN.Core;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data.Sites;

namespace AsynDGAN.Tests.Data.Sites;

public class SplitFileTests
{
    [Test]
    public void What_is_written_is_read_back()
    {
        using var folder = new TemporaryFolder();
        var cases = TestCases.Cohort(("with, comma", 8), ("with \"quotes\"", 5));
        var split = PatientSplit.Make(cases, new DataOptions());
        using (var writer = new StreamWriter(folder.In("split.csv")))
        {
            SplitFile.Write(writer, split.Parts.Select(patient => new SplitRow(patient.Key, "i", "s", patient.Value)));
        }

        var options = new DataOptions { Split = SplitMethod.File, SplitFile = folder.In("split.csv") };
        Assert.That(PatientSplit.Make(cases, options).Parts, Is.EqualTo(split.Parts));
    }

    [Test]
    public void The_columns_are_patient_institution_site_part_and_where_there_is_one_the_fold()
    {
        var writer = new StringWriter();
        SplitFile.Write(writer, [new SplitRow("p", "EZ", "CS", DataPart.Training), new SplitRow("q", "EZ", "CS", DataPart.Training) { Fold = 2 }]);
        Assert.That(writer.ToString(), Is.EqualTo("patient,institution,site,part,fold\np,EZ,CS,train,\nq,EZ,CS,train,2\n"));
    }

    [Test]
    public void Every_fault_is_listed_with_its_line()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("split.csv", "patient,part\nA-001,train\nA-001,test\nnobody,train\nA-002,tuning\n");
        var options = new DataOptions { Split = SplitMethod.File, SplitFile = path };
        var fault = Assert.Throws<UserException>(() => PatientSplit.Make(TestCases.Cohort(("A", 3)), options));
        Assert.That(fault!.Message, Does.StartWith("4 faults"));
        Assert.That(fault.Message, Does.Contain("line 3: patient 'A-001' is listed twice"));
        Assert.That(fault.Message, Does.Contain("line 4: there is no patient 'nobody' in the data"));
        Assert.That(fault.Message, Does.Contain("line 5: part is 'tuning'"));
        Assert.That(fault.Message, Does.Contain("patient 'A-003' is missing"));
    }

    [TestCase("patient\np\n", "no column 'part'")]
    [TestCase("patient,part,part\np,test,test\n", "column 'part' is there twice")]
    [TestCase("patient,part\np\n", "line 2: 1 fields where the header has 2")]
    [TestCase("patient,part\n\"p,test\n", "line 2: the double quotes do not match")]
    [TestCase("", "is empty")]
    public void A_bad_table_is_refused(string text, string message)
    {
        using var folder = new TemporaryFolder();
        var options = new DataOptions { Split = SplitMethod.File, SplitFile = folder.Write("split.csv", text) };
        var fault = Assert.Throws<UserException>(() => PatientSplit.Make([TestCases.Of("p")], options));
        Assert.That(fault!.Message, Does.Contain(message).And.Contain("split.csv"));
    }

    [Test]
    public void A_missing_file_or_setting_is_an_error()
    {
        var missing = new DataOptions { Split = SplitMethod.File, SplitFile = "nowhere/split.csv" };
        Assert.That(
            Assert.Throws<UserException>(() => PatientSplit.Make([TestCases.Of("p")], missing))!.Message, Does.Contain("nowhere/split.csv"));
        Assert.That(
            Assert.Throws<UserException>(() => PatientSplit.Make([TestCases.Of("p")], missing with { SplitFile = null }))!.Message,
            Does.Contain("data.split_file"));
    }

    [TestCase("utf-16")]
    [TestCase("utf-16BE")]
    public void A_table_of_16_bits_without_a_mark_is_read_as_told(string encoding)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.In("split.csv"), System.Text.Encoding.GetEncoding(encoding).GetBytes("patient,part\np,test\nq,train\n"));
        var options = new DataOptions { Split = SplitMethod.File, SplitFile = folder.Join("split.csv"), Encoding = encoding };
        Assert.That(PatientSplit.Make([TestCases.Of("p"), TestCases.Of("q")], options).Parts["p"], Is.EqualTo(DataPart.Test));
    }

    [Test]
    public void A_name_with_spaces_around_it_is_read_back()
    {
        using var folder = new TemporaryFolder();
        SplitFile.Write(folder.In("split.csv"), [new SplitRow("id5 ", "i", "s", DataPart.Training), new SplitRow("id5", "i", "s", DataPart.Test), new SplitRow("\tx", "i", "s", DataPart.Test)]);
        var options = new DataOptions { Split = SplitMethod.File, SplitFile = folder.Join("split.csv") };
        var parts = PatientSplit.Make([TestCases.Of("id5 "), TestCases.Of("id5"), TestCases.Of("\tx")], options).Parts;
        Assert.That((parts["id5 "], parts["id5"], parts["\tx"]), Is.EqualTo((DataPart.Training, DataPart.Test, DataPart.Test)));
    }

    [Test]
    public void A_file_is_not_passed_over_where_the_data_have_parts_of_their_own()
    {
        var options = new DataOptions { Split = SplitMethod.File, SplitFile = "mine.csv" };
        Assert.That(
            () => PatientSplit.Make([TestCases.Of("p", part: DataPart.Training), TestCases.Of("q", part: DataPart.Test)], options),
            Throws.TypeOf<UserException>().With.Message.Contains("the data themselves tell each patient's part").And.Message.Contains("mine.csv"));
    }

    [Test]
    public void Patients_that_a_run_has_not_or_has_lost_are_named()
    {
        using var folder = new TemporaryFolder();
        SplitRow[] rows = [new("p", "i", "s", DataPart.Training), new("q", "i", "s", DataPart.Test)];
        SplitFile.Write(folder.In("split.csv"), rows);
        SplitFile.RefuseOther(folder.Path, rows);
        Assert.That(
            () => SplitFile.RefuseOther(folder.Path, [.. rows, new("r", "i", "s", DataPart.Training)]),
            Throws.TypeOf<UserException>().With.Message.Contains("r is in the data and not in the run").And.Property("Hint").Contains("train anew"));
        Assert.That(() => SplitFile.RefuseOther(folder.Path, rows[..1]), Throws.TypeOf<UserException>().With.Message.Contains("q of the run is not in the data"));
        File.AppendAllText(folder.Join("split.csv"), "p,i,s,train,\n");
        Assert.That(() => SplitFile.RefuseOther(folder.Path, rows), Throws.TypeOf<UserException>().With.Message.Contains("patient 'p' is listed twice"));
    }
}
