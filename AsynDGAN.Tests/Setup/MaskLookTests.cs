namespace AsynDGAN.Tests.Setup;

/// <summary>What is said of the masks' values.</summary>
public class MaskLookTests
{
    private HospitalFolder folder = null!;

    [SetUp]
    public void Make() => folder = new HospitalFolder();

    [TearDown]
    public void Remove() => folder.Dispose();

    [Test]
    public void Masks_of_1_and_of_255_are_told()
    {
        folder.WriteSites(5, "north", "south");
        folder.Run();
        Assert.That(folder.Display.Lines, Has.None.StartsWith("masks differ"));
        File.Delete(folder.Output);
        folder.Write("north/masks/a0.png", HospitalFolder.Mask(0, inside: 1));
        folder.Run();
        Assert.That(folder.Display.Lines, Has.One.StartsWith("masks differ in the value of what is inside (1 in 1 of 10, 255 in 9 of 10)"));
    }

    [TestCase(2, "1")]
    [TestCase(3, "1 2")]
    public void What_nnU_Net_ignores_is_no_object(int ignore, string objects)
    {
        WriteNnUnet(ignore);
        folder.Run(options: request => request with { Sites = "random:2", MaskValues = ignore == 2 ? null : "all" });
        Assert.That(string.Join(' ', folder.Experiment.Data.MaskValues), Is.EqualTo(objects));
        Assert.That(folder.Display.Lines, Has.One.StartsWith($"dataset.json calls the label {ignore} ignore").And.One.Contains("background"));
    }

    [Test]
    public void Masks_of_which_all_is_ignored_are_refused()
    {
        WriteNnUnet(1);
        Assert.That(folder.Refusal(request => request with { Sites = "random:2" }), Does.Contain("none is an object"));
    }

    /// <summary>Volumes with the labels from 1 to the one that is ignored.</summary>
    private void WriteNnUnet(int ignore)
    {
        for (var i = 0; i < 6; i++)
        {
            folder.WriteVolume($"imagesTr/case_{i}_0000.nii", z => HospitalFolder.Image(i + z));
            folder.WriteVolume($"labelsTr/case_{i}.nii", z => HospitalFolder.Mask(i + z, inside: 1 + z % ignore));
        }

        File.WriteAllText(folder.In("dataset.json"), $$"""{ "channel_names": { "0": "T1" }, "labels": { "background": 0, "ignore": {{ignore}} } }""");
    }
}
