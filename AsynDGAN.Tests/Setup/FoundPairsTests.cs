using AsynDGAN.Core.Data.Sources;
using AsynDGAN.Core.Setup;

namespace AsynDGAN.Tests.Setup;

public class FoundPairsTests
{
    [Test]
    public void Files_of_one_name_pair_whatever_their_endings()
    {
        var found = Of("images/b.jpg", "images/a.png", "masks/a.png", "masks/b.png");
        Assert.That(found.Pairs.Select(pair => (pair.Images.Single(), pair.Mask)), Is.EqualTo(new[] { ("images/a.png", "masks/a.png"), ("images/b.jpg", "masks/b.png") }));
        Assert.That((found.Unpaired, found.ByFolder), Is.EqualTo((Array.Empty<string>(), true)));
    }

    [Test]
    public void What_does_not_pair_is_told_a_line_a_file()
    {
        var found = Of("a.png", "a_mask.png", "b.png", "c_mask.png", "d.png", "d_mask.png", "d_seg.png", "e.png", "e.tif", "e_mask.png");
        Assert.That(found.Pairs.Select(pair => pair.Name), Is.EqualTo(new[] { "a" }));
        Assert.That(found.Unpaired, Is.EqualTo(new[]
        {
            "b.png: no mask",
            "c_mask.png: no image",
            "d.png: 2 masks (d_mask.png, d_seg.png), where one is wanted",
            "e_mask.png: 2 images (e.png, e.tif), where one is wanted",
        }));
    }

    [Test]
    public void Volumes_that_go_on_behind_a_masks_name_are_its_channels()
    {
        var found = Of("c/c_1_t1.nii.gz", "c/c_1_t2.nii.gz", "c/c_1_seg.nii.gz", "c/c_10_t1.nii.gz", "c/c_10_t2.nii.gz", "c/c_10_seg.nii.gz", "c/c_2_t1.nii.gz", "c/c_2_seg.nii.gz");
        Assert.That(found.Channels, Is.EqualTo(new[] { "t1", "t2" }));
        Assert.That(found.Pairs.Select(pair => string.Join(' ', pair.Images)), Is.EqualTo(new[] { "c/c_10_t1.nii.gz c/c_10_t2.nii.gz", "c/c_1_t1.nii.gz c/c_1_t2.nii.gz" }));
        Assert.That(found.Unpaired, Is.EqualTo(new[] { "c/c_2_seg.nii.gz: no image t2, which other masks have" }));
    }

    [Test]
    public void Pictures_that_go_on_behind_a_masks_name_are_slices_that_lack_masks() =>
        Assert.That(Of("s_1.png", "s_2.png", "s_mask.png").Pairs, Is.Empty);

    private static FoundPairs Of(params string[] files) => FoundPairs.Of(files, DataFolder.IsVolume);
}
