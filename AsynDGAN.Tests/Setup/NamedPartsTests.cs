using AsynDGAN.Core.Setup;

namespace AsynDGAN.Tests.Setup;

/// <summary>Parts that the names of files tell.</summary>
public class NamedPartsTests
{
    private HospitalFolder folder = null!;

    [SetUp]
    public void Make() => folder = new HospitalFolder();

    [TearDown]
    public void Remove() => folder.Dispose();

    [TestCase("images/{1}_{0}.png", "masks/{1}_{0}.png", "training", "test", "test")]
    [TestCase("{1}_{0}.png", "{1}_{0}_mask.png", "train", "validation", "test")]
    [TestCase("{0}_{1}.png", "{0}_{1}_mask.png", "train", "testA", "testB")]
    [TestCase("imagesTr/{0}_{1}_0000.png", "labelsTr/{0}_{1}.png", "train", "val", "test")]
    public void Words_of_parts_in_the_names_of_all_files_are_parts(string image, string mask, params string[] words)
    {
        if (image.StartsWith("imagesTr", StringComparison.Ordinal))
        {
            File.WriteAllText(folder.In("dataset.json"), """{ "channel_names": { "0": "T1" }, "labels": { "background": 0, "core": 1 } }""");
        }

        folder.WritePairs(18, _ => ".", i => Name(image, i), i => Name(mask, i));
        folder.Run(options: request => request with { Sites = "random:2" });
        Assert.That(folder.Manifest.Skip(1).CountBy(line => line.Split(',')[2]), Is.EquivalentTo(new[] { "train", words[1][0] == 'v' ? "validation" : "test", "test" }.CountBy(part => part).Select(part => KeyValuePair.Create(part.Key, 6 * part.Value))));
        Assert.That(folder.Manifest.Skip(1).Select(line => line.Split(',')[1]).Distinct(), Has.Exactly(18).Items);
        Assert.That(folder.Display.Lines, Has.One.StartsWith("parts: by the words train, validation or test in the files' names"));

        string Name(string format, int i) => string.Format(System.Globalization.CultureInfo.InvariantCulture, format, words[i / 6], i);
    }

    [Test]
    public void Names_of_which_some_alone_have_words_of_several_parts_are_refused()
    {
        folder.WritePairs(12, _ => ".", i => i < 4 ? $"train_{i}.png" : i < 8 ? $"test_{i}.png" : $"scan_{i}.png", i => i < 4 ? $"train_{i}_mask.png" : i < 8 ? $"test_{i}_mask.png" : $"scan_{i}_mask.png");
        Assert.That(folder.Refusal(request => request with { Sites = "random:2" }), Does.Contain("names such as test_4.png have the word of a part").And.Contain("scan_10.png has none (4 of 12)").And.Contain("columns site, patient, part"));
    }

    [Test]
    public void Names_of_one_part_beside_others_are_warned_of_and_one_name_is_not()
    {
        folder.WritePairs(12, _ => ".", i => i == 0 ? "contest_0.png" : i == 1 ? "dev.png" : $"scan_{i}.png", i => i == 0 ? "contest_0_mask.png" : i == 1 ? "dev_mask.png" : $"scan_{i}_mask.png");
        folder.Run(options: request => request with { Sites = "random:2", Patients = "picture" });
        Assert.That(folder.Display.Lines, Has.None.Contains("word of a part"));
        Assert.That(folder.Manifest[0], Is.EqualTo("site,patient,image,mask"));
        Assert.That(NamedParts.OfAll("here", ["a_test.png", "b_test.png", "c.png"]).Note, Does.StartWith("warning: 2 of 3 names, such as a_test.png, have the word of a part").And.Contain("split anew"));
    }

    [Test]
    public void A_patient_whose_pictures_names_tell_two_parts_of_is_refused()
    {
        folder.WritePairs(16, _ => ".", i => $"p{i / 4}_{(i % 4 < 3 ? "train" : "test")}_{i}.png", i => $"p{i / 4}_{(i % 4 < 3 ? "train" : "test")}_{i}_mask.png");
        Assert.That(folder.Refusal(request => request with { Sites = "random:2", Patients = "name" }), Does.Contain("the patient p0 lies in several parts, as p0_test_3.png and p0_train_0.png"));
    }

    [TestCase("train_1", "train/1")]
    [TestCase("north/testA_2", "north/testA/2")]
    [TestCase("p1_train_2", "p1_2")]
    [TestCase("01_test", "01")]
    [TestCase("train", "train")]
    [TestCase("contest_3", "contest_3")]
    public void A_word_of_a_part_tells_no_patient(string name, string expected) => Assert.That(NamedParts.Without(name), Is.EqualTo(expected));
}
