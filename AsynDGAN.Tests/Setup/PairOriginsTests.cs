namespace AsynDGAN.Tests.Setup;

/// <summary>Whose the pairs are: sites, patients, parts.</summary>
public class PairOriginsTests
{
    private HospitalFolder folder = null!;

    [SetUp]
    public void Make() => folder = new HospitalFolder();

    [TearDown]
    public void Remove() => folder.Dispose();

    [Test]
    public void Folders_that_may_be_sites_or_patients_are_asked_about()
    {
        folder.WriteSites(2, "k1", "k2", "k3", "k4", "k5", "k6");
        var message = folder.Refusal();
        Assert.That(message, Does.Contain("are its 6 folders (k1, k2, k3, ...) sites or patients?"));
        Assert.That(message, Does.Contain("--sites folder: a folder is a site").And.Contain("--sites random:2: "));
        folder.Run(answers: new GivenAnswers(("--sites", "random:2")));
        Assert.That(folder.Manifest[1], Is.EqualTo("all,k1,k1/images/a0.png,k1/masks/a0.png"));
        Assert.That((folder.Experiment.Sites.By, folder.Experiment.Sites.Count), Is.EqualTo(("random", 2)));
    }

    [Test]
    public void An_option_answers_beforehand()
    {
        folder.WriteSites(3, "k1", "k2", "k3", "k4", "k5", "k6");
        var answers = new GivenAnswers();
        folder.Run(options: request => request with { Sites = "folder", Patients = "picture" }, answers: answers);
        Assert.That((answers.Asked.Count, folder.Manifest[1]), Is.EqualTo((0, "k1,a0,k1/images/a0.png,k1/masks/a0.png")));
    }

    [Test]
    public void Names_that_may_be_of_fewer_patients_are_asked_about()
    {
        folder.WritePairs(12, i => $"site-{i % 2}", i => $"p{i / 4}_{i % 4}.png", i => $"p{i / 4}_{i % 4}_mask.png");

        Assert.That(folder.Refusal(), Does.Contain("are the 12 pictures of 12 patients, or of 6").And.Contain("--patients name"));
        folder.Run(answers: new GivenAnswers(("--patients", "name")));
        Assert.That(folder.Manifest.Skip(1).Select(line => line.Split(',')[1]).Distinct(), Has.Exactly(6).Items);
        Assert.That(folder.Manifest[1], Does.StartWith("site-0,site-0/p0,"), "patients of two sites have one name");
    }

    [Test]
    public void A_site_of_one_patient_does_not_hide_that_others_have_several_pictures_of_each()
    {
        folder.WritePairs(12, i => $"site-{i % 2}", i => $"p{(i % 2 == 0 ? 0 : 1 + i / 4)}_{i}.png", i => $"p{(i % 2 == 0 ? 0 : 1 + i / 4)}_{i}_mask.png");
        Assert.That(folder.Refusal(), Does.Contain("are the 12 pictures of 12 patients, or of 4").And.Contain("--patients name"));
    }

    [Test]
    public void Folders_of_sites_and_patients_and_parts_tell_all_of_it()
    {
        folder.WritePairs(12, i => $"{(i < 8 ? "train" : "test")}/s{i % 2}/p{i}", _ => "image.png", _ => "mask.png");

        folder.Run();
        Assert.That(folder.Manifest[0], Is.EqualTo("site,patient,part,image,mask"));
        Assert.That(folder.Manifest, Does.Contain("s1,p9,test,test/s1/p9/image.png,test/s1/p9/mask.png"));
    }

    [TestCase("train", "dev", "test")]
    [TestCase("training_set", "validation-set", "Test")]
    [TestCase("TRAIN", "val", "hold-out")]
    public void Folders_are_parts_by_any_of_their_usual_names(params string[] parts)
    {
        folder.WritePairs(18, i => $"{parts[i % 3]}/s{i / 3 % 2}/p{i}", _ => "image.png", _ => "mask.png");
        folder.Run();
        Assert.That(folder.Manifest, Does.Contain($"s0,p0,train,{parts[0]}/s0/p0/image.png,{parts[0]}/s0/p0/mask.png"));
        Assert.That(folder.Manifest.Skip(1).CountBy(line => line.Split(',')[2]), Is.EquivalentTo(new[] { KeyValuePair.Create("train", 6), KeyValuePair.Create("validation", 6), KeyValuePair.Create("test", 6) }));
    }

    [TestCase("train", "test", "extra")]
    [TestCase("north/train", "north/other", "south/train", "south/third")]
    [TestCase("north", "south", "test")]
    public void Folders_of_which_some_are_called_as_parts_are_neither_sites_nor_patients_unless_that_is_said(params string[] places)
    {
        folder.WritePairs(24, i => places[i % places.Length], i => $"p{i}.png", i => $"p{i}_mask.png");
        Assert.That(folder.Refusal(), Does.Contain("called as a part of the patients").And.Contain("--sites folder").And.Contain("column").Or.Contain("columns site, patient, part"));
        if (places[0].Contains('/'))
        {
            Assert.That(folder.Refusal(request => request with { Sites = "folder" }), Does.Contain("called as a part"), "the option speaks of the outermost folders");
            folder.Run(options: request => request with { Patients = "folder" });
        }
        else
        {
            folder.Run(options: request => request with { Sites = "folder", Patients = "picture" });
        }

        Assert.That(folder.Manifest[0], Is.EqualTo("site,patient,image,mask"));
    }

    [TestCase("test{0}", 6)]
    [TestCase("train{0}", 6)]
    public void Numbered_folders_are_no_parts(string name, int patients)
    {
        folder.WritePairs(24, i => $"site-{i % 2}/{string.Format(System.Globalization.CultureInfo.InvariantCulture, name, i / 2 % patients)}", i => $"s{i / 12}.png", i => $"s{i / 12}_mask.png");
        folder.Run(options: request => request with { Patients = "folder" });
        Assert.That(folder.Manifest.Skip(1).Select(line => line.Split(',')[1]).Distinct().Count(), Is.EqualTo(2 * patients));
    }

    [TestCase("Training_Input", "Test_Input")]
    [TestCase("1_train", "2_test")]
    [TestCase("a. Training Set", "b. Testing Set")]
    [TestCase("train2017", "test2017")]
    public void Folders_with_the_word_of_another_part_each_are_parts_unless_they_are_said_to_be_sites(string training, string test)
    {
        folder.WritePairs(18, i => i < 12 ? training : test, i => $"c{i}.png", i => $"c{i}_mask.png");
        folder.Run(options: request => request with { Sites = "random:2" });
        Assert.That(folder.Manifest.Skip(1).CountBy(line => line.Split(',')[2]), Is.EquivalentTo(new[] { KeyValuePair.Create("train", 12), KeyValuePair.Create("test", 6) }));
        File.Delete(folder.Output);
        File.Delete(folder.In("manifest.csv"));
        folder.Run(options: request => request with { Sites = "folder" });
        Assert.That(folder.Manifest[0], Is.EqualTo("site,patient,image,mask"));
    }

    [TestCase("{0}/{0}_p{1}", "random:2", "folder")]
    [TestCase("site{2}/{0}/{0}_p{1}", null, null)]
    [TestCase("{0}/{0}_{2}/p{0}{1}", "random:2", "folder")]
    [TestCase("{0}/north_{0}/p{1}", "random:2", "folder")]
    public void Words_of_parts_that_folders_within_parts_repeat_are_no_other_parts(string layout, string? sites, string? patients)
    {
        folder.WritePairs(
            24, i => string.Format(System.Globalization.CultureInfo.InvariantCulture, layout, i < 16 ? "train" : "test", i / 2, i % 2), i => $"s{i}.png", i => $"s{i}_mask.png");
        folder.Run(options: request => request with { Sites = sites, Patients = patients });
        var column = Array.IndexOf(folder.Manifest[0].Split(','), "part");
        Assert.That(folder.Manifest.Skip(1).CountBy(line => line.Split(',')[column]), Is.EquivalentTo(new[] { KeyValuePair.Create("train", 16), KeyValuePair.Create("test", 8) }));
    }

    [Test]
    public void Hospitals_with_words_of_parts_in_their_names_are_sites_where_none_is_of_training()
    {
        folder.WritePairs(24, i => $"{(i % 2 == 0 ? "Test-Klinikum" : "Val-de-Grace")}/p{i / 4}", i => $"s{i}.png", i => $"s{i}_mask.png");
        folder.Run();
        Assert.That(folder.Manifest[0], Is.EqualTo("site,patient,image,mask"));
        Assert.That(folder.Manifest.Skip(1).Select(line => line.Split(',')[0]).Distinct(), Is.EquivalentTo(new[] { "Test-Klinikum", "Val-de-Grace" }));
    }

    [TestCase("1_train", "2_test", "extra")]
    [TestCase("north_train", "north_test", "south_train", "south_test")]
    [TestCase("train_1", "train_2", "test_1")]
    public void Words_of_parts_in_some_names_or_in_several_of_one_part_are_neither_sites_nor_patients_unless_that_is_said(params string[] places)
    {
        folder.WritePairs(24, i => places[i % places.Length], i => $"p{i}.png", i => $"p{i}_mask.png");
        Assert.That(folder.Refusal(), Does.Contain("called as a part of the patients").And.Contain("--sites folder").And.Contain("columns site, patient, part"));
        folder.Run(options: request => request with { Sites = "folder", Patients = "picture" });
        Assert.That(folder.Manifest[0], Is.EqualTo("site,patient,image,mask"));
    }

    [TestCase(".")]
    [TestCase("north")]
    public void Test_images_of_nnU_Net_without_its_json_are_the_part_test(string place)
    {
        folder.WritePairs(18, _ => place, i => $"images{(i < 12 ? "Tr" : "Ts")}/c{i % 12}.png", i => $"labels{(i < 12 ? "Tr" : "Ts")}/c{i % 12}.png");
        folder.Run(options: request => request with { Sites = "random:2" });
        Assert.That(folder.Manifest.Skip(1).CountBy(line => line.Split(',')[2]), Is.EquivalentTo(new[] { KeyValuePair.Create("train", 12), KeyValuePair.Create("test", 6) }));
        Assert.That(folder.Manifest, Has.One.StartsWith("all,test/c5,test,").And.EndWith("labelsTs/c5.png"));
    }

    [Test]
    public void Hospitals_whose_names_are_those_of_one_part_are_hospitals()
    {
        folder.WritePairs(12, i => i % 2 == 0 ? "VAL" : "DEV", i => $"p{i}.png", i => $"p{i}_mask.png");
        folder.Run();
        Assert.That(folder.Manifest.Skip(1).Select(line => line.Split(',')[0]).Distinct(), Is.EquivalentTo(new[] { "VAL", "DEV" }));
    }

    [TestCase("outer-folder", 8)]
    [TestCase("folder", 16)]
    public void Folders_within_a_patients_may_be_visits_and_are_asked_about(string answer, int patients)
    {
        folder.WritePairs(16, i => $"s{i / 2 % 2}/k{i / 2}/v{i % 2}", _ => "image.png", _ => "mask.png");
        Assert.That(folder.Refusal(), Does.Contain("are its images of 16 patients, by their innermost folders (such as k0/v0), or of 8, by the outer ones (such as k0)?"));
        folder.Run(answers: new GivenAnswers(("--patients", answer)));
        Assert.That(folder.Manifest.Skip(1).Select(line => line.Split(',')[1]).Distinct().Count(), Is.EqualTo(patients));
    }

    [Test]
    public void Folders_that_are_called_patients_are_no_sites_and_their_visits_no_patients()
    {
        folder.WritePairs(16, i => $"sub-{i / 2}/ses-{i % 2}", _ => "image.png", _ => "mask.png");
        Assert.That(folder.Refusal(), Does.Contain("nothing tells of which hospitals its 8 patients are"));
        folder.Run(options: request => request with { Sites = "random:2" });
        Assert.That(folder.Manifest, Does.Contain("all,sub-3,sub-3/ses-1/image.png,sub-3/ses-1/mask.png"));
    }

    [TestCase("T1", "FLAIR", "", "picture")]
    [TestCase("baseline", "followup", "/sub-{0}", "folder")]
    [TestCase("ses-1", "ses-2", "/sub-{0}", "folder")]
    public void Visits_and_kinds_of_images_with_the_same_patients_are_asked_about(string first, string second, string inner, string told)
    {
        folder.WritePairs(12, i => (i % 2 == 0 ? first : second) + Numbered(inner, i / 2), i => $"images/k{i / 2}.png", i => $"masks/k{i / 2}.png");
        Assert.That(folder.Refusal(), Does.Contain("the same (such as ").And.Contain($"--patients same-{told}: 6 patients").And.Contain($"--patients {told}: 12 patients"));
        Assert.That(folder.Refusal(request => request with { Patients = "same-" + told }), Does.Contain("nothing tells of which hospitals its 6 patients are"));
        Assert.That(folder.Refusal(request => request with { Patients = "same-" + told, Sites = "folder" }), Does.Contain("a patient belongs to one site"));
        folder.Run(answers: new GivenAnswers(("--patients", "same-" + told), ("--sites", "random:2")));
        Assert.That(folder.Manifest.Skip(1).Select(line => string.Join(',', line.Split(',')[..2])).Distinct(), Has.Exactly(6).Items.And.All.StartsWith("all,"));
        Assert.That(folder.Display.Lines, Has.None.StartsWith("sites: one a folder").And.None.Contains("is of another patient"));
    }

    [TestCase("ses-1", "ses-2", "", "k")]
    [TestCase("T1", "FLAIR", "", "k")]
    [TestCase("t0", "m06", "", "k")]
    [TestCase("2019-03-01", "20190402", "/sub-k{0}", "sub-k")]
    public void Folders_of_visits_within_those_of_sites_are_no_patients_without_an_answer(string first, string second, string inner, string name)
    {
        folder.WritePairs(24, i => $"{(i % 2 == 0 ? "north" : "south")}/{(i / 2 % 2 == 0 ? first : second)}" + Numbered(inner, i / 4), i => $"images/k{i / 4}.png", i => $"masks/k{i / 4}.png");
        Assert.That(folder.Refusal(), Does.Contain($"{(string.CompareOrdinal(first, second) < 0 ? first : second)}, ").And.Contain("called as visits or kinds of pictures").And.Contain("--patients visit: 12 patients, such as").And.Contain("--patients folder: "));
        folder.Run(options: request => request with { Patients = "visit" });
        Assert.That(folder.Manifest.Skip(1).Select(line => string.Join(',', line.Split(',')[..2])).Distinct(), Is.EquivalentTo(from site in new[] { "north", "south" } from i in Enumerable.Range(0, 6) select $"{site},{site}/{name}{i}"));
    }

    [Test]
    public void Pictures_of_visits_whose_names_begin_alike_may_be_of_fewer_patients()
    {
        folder.WritePairs(32, i => $"s{i % 2}/ses-{i / 2 % 2}", i => $"p{i / 8}_{i / 4 % 2}.png", i => $"p{i / 8}_{i / 4 % 2}_mask.png");
        Assert.That(folder.Refusal(), Does.Contain("--patients visit: 16 patients").And.Contain("--patients visit-name: 8 patients"));
        folder.Run(options: request => request with { Patients = "visit-name" });
        Assert.That(folder.Manifest.Skip(1).Select(line => line.Split(',')[1]).Distinct(), Has.Exactly(8).Items);
    }

    [Test]
    public void Visits_are_refused_as_an_answer_where_no_folders_are_called_so()
    {
        folder.WriteSites(4, "north", "south");
        Assert.That(folder.Refusal(request => request with { Patients = "visit" }), Does.Contain("--patients visit: no folders within the outermost ones").And.Contain("Give --patients folder"));
    }

    [TestCase("000{0}/S{1}")]
    [TestCase("MR-00{0}/1.2.84{0}{1}")]
    public void Numbered_folders_with_others_in_them_may_be_patients_and_are_asked_about(string place)
    {
        folder.WritePairs(18, i => string.Format(System.Globalization.CultureInfo.InvariantCulture, place, i / 3, i % 3), _ => "a.png", _ => "a_mask.png");
        Assert.That(folder.Refusal(), Does.Contain("are its 6 folders (").And.Contain("sites or patients?").And.Contain("--patients outer-folder: 6 patients").And.Contain("--patients folder: a folder is a site"));
        Assert.That(folder.Refusal(request => request with { Sites = "random:2" }), Does.Contain("--patients outer-folder: 6 patients"));
        folder.Run(options: request => request with { Sites = "random:2", Patients = "outer-folder" });
        Assert.That(folder.Manifest.Skip(1).Select(line => line.Split(',')[1]).Distinct(), Has.Exactly(6).Items);
    }

    [TestCase("site-{0}/{1}")]
    [TestCase("H{0}/p{1}")]
    public void Numbered_folders_that_are_called_sites_or_hold_folders_called_patients_are_sites(string place)
    {
        folder.WritePairs(16, i => string.Format(System.Globalization.CultureInfo.InvariantCulture, place, i % 4, i / 4), _ => "a.png", _ => "a_mask.png");
        folder.Run();
        Assert.That(folder.Manifest.Skip(1).Select(line => line.Split(',')[0]).Distinct(), Has.Exactly(4).Items);
    }

    [TestCase("0001", "0002", "0003", "0004", "left", "right")]
    [TestCase("0001", "0002", "0003", "0004", "exam1", "exam2")]
    [TestCase("anna", "bert", "carl", "dora", "x", "y")]
    public void The_same_folders_within_all_others_may_be_of_one_patient_each(string a, string b, string c, string d, string first, string second)
    {
        folder.WritePairs(8, i => $"{new[] { a, b, c, d }[i / 2]}/{(i % 2 == 0 ? first : second)}", _ => "a.png", _ => "a_mask.png");
        Assert.That(folder.Refusal(), Does.Contain("--patients outer-folder: 4 patients").And.Contain("--patients folder: 8 patients").And.Not.Contain("same-visit"));
        folder.Run(answers: new GivenAnswers(("--patients", "outer-folder"), ("--sites", "random:2")));
        Assert.That(folder.Manifest.Skip(1).Select(line => line.Split(',')[1]).Distinct(), Is.EquivalentTo(new[] { a, b, c, d }));
    }

    [TestCase("ap", "lat", 31007, 5309)]
    [TestCase("ap", "lat", 70412, 1)]
    [TestCase("axial", "coronal", 1, 1)]
    [TestCase("20x", "40x", 1, 1)]
    public void Folders_that_share_names_which_are_not_counted_or_are_called_as_views_may_hold_the_same_patients(string first, string second, int lowest, int step)
    {
        folder.WritePairs(12, i => i % 2 == 0 ? first : second, i => $"images/{lowest + step * (i / 2)}.png", i => $"masks/{lowest + step * (i / 2)}.png");
        Assert.That(folder.Refusal(), Does.Contain($"the same (such as {lowest})").And.Contain("--patients same-picture: 6 patients").And.Contain("--patients picture: 12 patients"));
    }

    [TestCase("k{0:00}{1}")]
    [TestCase("eye_{0:00}{1}")]
    [TestCase("k{0:00}_{1}_CC")]
    public void Pictures_that_differ_in_a_side_behind_a_number_may_be_of_fewer_patients(string name)
    {
        string[] names = [.. Enumerable.Range(0, 16).Select(i => string.Format(System.Globalization.CultureInfo.InvariantCulture, name, i / 2, i % 2 == 0 ? "L" : "R"))];
        folder.WritePairs(16, i => i < 8 ? "north" : "south", i => $"images/{names[i]}.png", i => $"masks/{names[i]}.png");
        Assert.That(folder.Refusal(), Does.Contain("are the 16 pictures of 16 patients, or of 8, by what stands before the side behind the number of their names").And.Contain("--patients name: 8 patients"));
        folder.Run(options: request => request with { Patients = "name" });
        Assert.That(folder.Manifest.Skip(1).Select(line => line.Split(',')[1]).Distinct(), Has.Exactly(8).Items);
    }

    [Test]
    public void Names_are_advised_to_tell_patients_only_where_they_can()
    {
        folder.WriteSites(4, "north", "south");
        folder.Run();
        Assert.That(folder.Display.Lines, Has.One.StartsWith("patients: every picture is of another patient; where that is wrong, put them into a folder a patient"));
        Assert.That(folder.Display.Lines, Has.None.Contains("--patients name"));
    }

    [TestCase("T1", "T2")]
    [TestCase("x", "y")]
    public void The_outermost_folders_are_patients_where_that_is_said_and_one_level_is_below(string first, string second)
    {
        folder.WritePairs(16, i => $"00{i / 2}/{(i % 2 == 0 ? first : second)}", _ => "image.png", _ => "mask.png");
        Assert.That(folder.Refusal(request => request with { Sites = "random:2" }), Does.Contain("--patients outer-folder: 8 patients"));
        Assert.That(folder.Refusal(request => request with { Sites = "folder", Patients = "outer-folder" }), Does.Contain("--sites folder --patients outer-folder: the outermost folders of"));
        folder.Run(options: request => request with { Sites = "random:2" }, answers: new GivenAnswers(("--patients", "outer-folder")));
        Assert.That(folder.Manifest, Has.Length.EqualTo(17).And.Some.EqualTo($"all,003,003/{first}/image.png,003/{first}/mask.png"));
        File.Delete(folder.Output);
        File.Delete(folder.In("manifest.csv"));
        Assert.That(folder.Refusal(request => request with { Patients = "outer-folder" }), Does.Contain("nothing tells of which hospitals its 8 patients are"));
    }

    [TestCase("", "picture")]
    [TestCase("/sub-{0}", "folder")]
    public void Patients_of_one_name_in_several_hospitals_are_others_unless_sites_are_cut_otherwise(string inner, string told)
    {
        folder.WritePairs(12, i => (i % 2 == 0 ? "north" : "south") + Numbered(inner, i / 2), i => $"images/k{i / 2}.png", i => $"masks/k{i / 2}.png");
        Assert.That(folder.Refusal(request => request with { Sites = "random:2" }), Does.Contain($"--patients same-{told}: ").And.Contain($"--patients {told}: "));
        folder.Run(options: request => request with { Sites = "random:2", Patients = told });
        Assert.That(folder.Display.Lines, Has.None.StartsWith("sites: one a folder"));
        File.Delete(folder.Output);
        File.Delete(folder.In("manifest.csv"));
        folder.Run();
        Assert.That(folder.Manifest.Skip(1).Select(line => line.Split(',')[1]).Distinct(), Has.Exactly(12).Items);
        Assert.That(folder.Display.Lines, Does.Contain("sites: one a folder (north, south)").And.Some.Contains($"give --patients same-{told}"));
    }

    [TestCase("same-picture")]
    [TestCase("same-folder")]
    public void Same_patients_where_no_folders_hold_any_are_refused(string patients)
    {
        folder.WriteSites(4, "north", "south");
        Assert.That(folder.Refusal(request => request with { Patients = patients }), Does.Contain($"--patients {patients}: no patients of").And.Contain($"Give --patients {patients[5..]}."));
    }

    private static string Numbered(string text, int number) => text.Replace("{0}", number.ToString(System.Globalization.CultureInfo.InvariantCulture));

    [Test]
    public void Pictures_whose_names_begin_anew_in_each_part_are_of_different_patients()
    {
        folder.WritePairs(16, i => $"{(i < 8 ? "train" : "test")}/s{i % 2}", i => $"images/{i % 8}.png", i => $"masks/{i % 8}.png");

        folder.Run();
        Assert.That(folder.Manifest, Does.Contain("s1,test/1,test,test/s1/images/1.png,test/s1/masks/1.png").And.Contain("s1,train/1,train,train/s1/images/1.png,train/s1/masks/1.png"));
        Assert.That(folder.Display.Lines, Does.Contain("pictures of several parts have one name: their parts stand before their names"));
    }

    [Test]
    public void A_patient_of_two_parts_is_refused_with_a_picture_of_each()
    {
        folder.WritePairs(12, i => $"{(i < 8 ? "train" : "test")}/s{i % 2}/p{i % 8}", _ => "image.png", _ => "mask.png");

        Assert.That(folder.Refusal(), Does.Contain("the patient p0 lies in several parts, as test/s0/p0/image.png and train/s0/p0/image.png").And.Contain("rename them"));
        Assert.That(File.Exists(folder.Output), Is.False);
    }

    [Test]
    public void Pictures_of_no_hospital_want_sites_to_be_cut()
    {
        folder.WritePairs(8, _ => ".", i => $"scan_{i}.png", i => $"scan_{i}_mask.png");

        Assert.That(folder.Refusal(), Does.Contain("nothing tells of which hospitals its 8 patients are").And.Contain("--sites tumour-size:2"));
        folder.Run(options: request => request with { Sites = "tumour-size:3" });
        Assert.That((folder.Experiment.Sites.By, folder.Experiment.Sites.Count), Is.EqualTo(("tumour-size", 3)));
    }

    [Test]
    public void The_cut_into_sites_that_was_asked_for_is_said()
    {
        folder.WriteSites(6, "all");
        folder.Run(options: request => request with { Sites = "random:2" });
        Assert.That(folder.Display.Lines, Does.Contain("sites: 2, cut at random"));
    }
}
