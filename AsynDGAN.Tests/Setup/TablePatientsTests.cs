namespace AsynDGAN.Tests.Setup;

/// <summary>Whose the images of a table are that has no column of patients.</summary>
public class TablePatientsTests
{
    private HospitalFolder folder = null!;

    [SetUp]
    public void Make() => folder = new HospitalFolder();

    [TearDown]
    public void Remove() => folder.Dispose();

    [TestCase("im/p{0}_{1}", "name", "6 patients, by what stands before the last _ or - of the images' names, such as p0")]
    [TestCase("im/p{0}{2}", "name", "6 patients, by what stands before the side behind the number of the images' names, such as p0")]
    [TestCase("im/p{0}/s{1}", "folder", "6 patients, by the images' folders, such as p0")]
    public void Names_and_folders_of_images_that_may_tell_patients_are_asked_about(string name, string answer, string meaning)
    {
        Write(name, "image,mask,site", i => $"H{i / 2 % 2}");
        Assert.That(folder.Refusal(), Does.Contain("are its 12 images of 12 patients, or of fewer").And.Contain($"--patients {answer}: {meaning}").And.Contain("--patients picture: "));
        folder.Run(options: request => request with { Patients = answer });
        Assert.That(folder.Manifest.Skip(1).Select(line => line.Split(',')[1]).Distinct(), Is.EqualTo(Enumerable.Range(0, 6).Select(i => $"p{i}")));
    }

    [TestCase("im/p{0}x{1}", "name", "no two images of")]
    [TestCase("im/p{0}x{1}", "folder", "lie in one folder")]
    public void Names_and_folders_that_tell_nothing_are_not_asked_about_and_no_answer(string name, string answer, string fault)
    {
        Write(name, "image,mask,site", i => $"H{i % 2}");
        Assert.That(folder.Refusal(request => request with { Patients = answer }), Does.Contain(fault).And.Contain("Give --patients picture"));
        folder.Run();
        Assert.That(folder.Display.Lines, Does.Contain("patients: every row is of another patient"));
    }

    [Test]
    public void A_split_under_another_name_than_part_is_warned_of_and_no_choice()
    {
        Write("im/p{0}x{1}", "image,mask,site,split", i => $"H{i % 2},{(i < 4 ? "test" : "train")}");
        folder.Run();
        Assert.That(folder.Display.Lines, Has.Some.StartsWith("warning: the column split has the names of parts (test, train)").And.Some.Contains("call it part"));
    }

    [Test]
    public void Patients_that_every_hospital_numbers_from_1_have_their_sites_before_their_names()
    {
        Write("im/p{0}x{1}", "image,mask,hospital,patient_id", i => $"H{i % 2},{i / 2}");
        folder.Run(options: request => request with { Sites = "column:hospital", Patients = "column:patient_id" });
        Assert.That(folder.Manifest.Skip(1).Select(line => line.Split(',')[1]).Distinct(), Has.Exactly(12).Items.And.Some.EqualTo("H1/3"));
        Assert.That(folder.Display.Lines, Does.Contain("patients of several sites have one name: their sites stand before their names"));
    }

    [Test]
    public void A_table_that_no_column_tells_sites_of_says_so()
    {
        Write("im/p{0}x{1}", "image,mask,patient", i => $"{i}{i}{i}");
        File.WriteAllLines(folder.In("list.csv"), File.ReadAllLines(folder.In("list.csv")).Select(line => line[..line.LastIndexOf(',')]));
        Assert.That(folder.Refusal(), Does.Contain("no column can name sites").And.Contain("--sites random:").And.Not.Contain("which column"));
    }

    private void Write(string name, string header, Func<int, string> more)
    {
        string[] names = [.. Enumerable.Range(0, 12).Select(i => string.Format(System.Globalization.CultureInfo.InvariantCulture, name, i / 2, i % 2, i % 2 == 0 ? "L" : "R"))];
        foreach (var (i, image) in names.Index())
        {
            folder.Write($"{image}.png", HospitalFolder.Image(i));
            folder.Write($"{image}_m.png", HospitalFolder.Mask(i));
        }

        File.WriteAllLines(folder.In("list.csv"), [header, .. names.Select((image, i) => $"{image}.png,{image}_m.png,{more(i)}")]);
    }
}
