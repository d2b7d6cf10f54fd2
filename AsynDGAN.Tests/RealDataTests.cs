namespace AsynDGAN.Tests;

public class RealDataTests
{
    [Test]
    public void Another_copy_than_the_one_whose_numbers_are_known_is_told_and_not_tested_with()
    {
        using var folder = new TemporaryFolder();
        Assert.That(RealData.Fault(null, "monuseg"), Is.EqualTo("ASYNDGAN_DATA does not name the folder of monuseg"));
        Assert.That(RealData.Fault(folder.Path, "monuseg"), Is.EqualTo($"{folder.Join("monuseg")} does not exist"));
        folder.Write("monuseg/a.tif", "");
        folder.Write("monuseg/b/b.tif", "");
        Assert.That(RealData.Fault(folder.Path, "monuseg"), Is.Null);
        folder.Write("monuseg/c.tif", "");
        Assert.That(RealData.Fault(folder.Path, "monuseg"), Is.EqualTo($"{folder.Join("monuseg")} is another copy: 3 of *.tif in place of 2"));
        folder.Write("lgg-mri/a_mask.tif", "");
        Assert.That(RealData.Fault(folder.Path, "lgg-mri"), Is.EqualTo($"{folder.Join("lgg-mri", "kaggle_3m")} does not exist"));
    }
}
