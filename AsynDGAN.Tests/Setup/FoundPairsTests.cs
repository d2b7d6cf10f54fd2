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

    [Test]
    public void Files_of_one_name_pair_though_a_word_of_masks_is_in_it()
    {
        var found = Of("images/seg_0.png", "images/1.png", "images/seg_1.png", "masks/seg_0.png", "masks/seg_1.png", "masks/1.png");
        Assert.That(found.Pairs.Select(pair => (pair.Images.Single(), pair.Mask)), Is.EqualTo(new[]
        {
            ("images/1.png", "masks/1.png"), ("images/seg_0.png", "masks/seg_0.png"), ("images/seg_1.png", "masks/seg_1.png"),
        }));
        Assert.That(found.Unpaired, Is.Empty);
    }

    [Test]
    public void Names_that_are_alike_by_chance_do_not_pair()
    {
        var found = Of("images/p0.png", "images/q1_7.png", "masks/p0.png", "masks/q1.png");
        Assert.That(found.Pairs.Select(pair => pair.Name), Is.EqualTo(new[] { "p0" }));
        Assert.That(found.Unpaired, Is.EqualTo(new[] { "images/q1_7.png: no mask", "masks/q1.png: no image" }));
    }

    [Test]
    public void One_ending_of_all_images_is_no_chance() =>
        Assert.That(Of("images/a_0000.png", "images/b_0000.png", "masks/a.png", "masks/b.png").Pairs.Select(pair => pair.Name), Is.EqualTo(new[] { "a", "b" }));

    [Test]
    public void Several_masks_of_a_picture_are_told_as_masks() =>
        Assert.That(Of("a.png", "a_mask.png", "b (2).png", "b (2)_mask.png", "b (2)_mask_1.png").Unpaired, Is.EqualTo(new[]
        {
            "b (2).png: 2 masks (b (2)_mask.png, b (2)_mask_1.png), where one is wanted",
        }));

    [TestCase("A_t1.nii", "A_t2.nii")]
    [TestCase("A_t1.nii")]
    [TestCase("A_photo.png")]
    public void Several_masks_of_images_that_go_on_behind_their_name_pair_with_none(params string[] images)
    {
        string[] files = [.. images, "A_mask" + Path.GetExtension(images[0]), "A_seg" + Path.GetExtension(images[0])];
        var found = Of([.. files, .. files.Select(file => file.Replace("A_", "B_"))]);
        Assert.That(found.Pairs, Is.Empty);
        Assert.That(found.Unpaired, Has.Count.EqualTo(2).And.Contain($"{string.Join(", ", images)}: 2 masks ({files[^2]}, {files[^1]}), where one is wanted"));
    }

    [Test]
    public void A_mask_of_one_channel_and_one_of_the_case_pair_with_none()
    {
        var found = Of([.. new[] { "a", "b", "c" }.SelectMany(name => new[] { "t1", "t2", "t3", "t1_mask", "seg" }.Select(end => $"{name}_{end}.nii"))]);
        Assert.That((found.Pairs.Count, found.Channels.Count), Is.EqualTo((0, 0)));
        Assert.That(found.Unpaired, Is.EqualTo(new[] { "a", "b", "c" }.Select(name => $"{name}_t1.nii, {name}_t2.nii, {name}_t3.nii: 2 masks ({name}_t1_mask.nii, {name}_seg.nii), where one is wanted")));
    }

    [Test]
    public void A_mask_whose_image_has_another_one_is_told_with_it()
    {
        var found = Of("p_1.png", "p_1_mask.png", "p_2.png", "p_2_mask.png", "p_mask.png");
        Assert.That(found.Pairs.Select(pair => pair.Name), Is.EqualTo(new[] { "p_1", "p_2" }));
        Assert.That(found.Unpaired, Is.EqualTo(new[] { "p_mask.png: no image (p_1.png has another mask, p_1_mask.png)" }));
    }

    [TestCase(".png", "")]
    [TestCase(".nii", "_t1,_t2")]
    public void A_mask_whose_name_goes_on_behind_that_of_a_pair_is_its_rival(string ending, string channels)
    {
        string[] images = channels.Split(',');
        var found = Of([.. new[] { "a", "b" }.SelectMany(name => images.Concat(["_mask", "_lesion_mask", "_core_mask"]).Select(end => name + end + ending))]);
        Assert.That(found.Pairs, Is.Empty);
        Assert.That(found.Unpaired, Is.EqualTo(new[] { "a", "b" }.Select(name =>
            $"{string.Join(", ", images.Select(end => name + end + ending))}: 3 masks ({name}_mask{ending}, {name}_lesion_mask{ending}, {name}_core_mask{ending}), where one is wanted")));
    }

    [Test]
    public void One_mask_whose_name_goes_on_behind_that_of_a_pair_is_told_with_it() =>
        Assert.That(Of("a.png", "a_mask.png", "a_lesion_mask.png", "b.png", "b_mask.png").Unpaired, Is.EqualTo(new[] { "a_lesion_mask.png: no image (a.png has another mask, a_mask.png)" }));

    [TestCase("a/{0}_1.png", "a/{0}_mask_1.png", "a/p1_mask_2.png")]
    [TestCase("images/{0}_001.png", "masks/{0}_mask_001.png", "masks/p1_mask_2.png")]
    [TestCase("{0}/scan-7.png", "{0}/scan-seg-7.png", "p1/scan-seg-3.png")]
    [TestCase("{0}_image_1.png", "{0}.label.1.png", "p1.label.02.png")]
    [TestCase("{0}_1.png", "{0} gt 1.png", "p1 gt 3.png")]
    public void A_mask_of_another_number_than_its_image_pairs_with_none(string image, string mask, string other)
    {
        string[] names = ["p0", "p1", "p2"], images = [.. names.Select(name => string.Format(image, name))];
        var found = Of([.. images, string.Format(mask, "p0"), other, string.Format(mask, "p2")]);
        Assert.That(found.Pairs.Select(pair => (pair.Images.Single(), pair.Mask)), Is.EqualTo(new[] { (images[0], string.Format(mask, "p0")), (images[2], string.Format(mask, "p2")) }));
        Assert.That(found.Pairs.Select(pair => pair.Name), Is.EqualTo(image.StartsWith("{0}/", StringComparison.Ordinal) ? ["scan", "scan"] : new[] { "p0", "p2" }));
        Assert.That(found.Unpaired, Is.EquivalentTo(new[] { $"{images[1]}: no mask", $"{other}: no image" }));
    }

    [Test]
    public void Masks_of_one_name_pair_with_the_images_of_their_numbers()
    {
        var found = Of("scan_1.png", "scan_2.png", "scan_3.png", "scan_mask_01.png", "scan_mask_2.png", "b.png", "b_mask_1.png", "b_2.png");
        Assert.That(found.Pairs.Select(pair => (pair.Images.Single(), pair.Mask, pair.Name)), Is.EqualTo(new[] { ("b.png", "b_mask_1.png", "b"), ("scan_1.png", "scan_mask_01.png", "scan_1"), ("scan_2.png", "scan_mask_2.png", "scan_2") }));
        Assert.That(found.Unpaired, Is.EqualTo(new[] { "b_2.png: no mask", "scan_3.png: no mask" }));
    }

    [Test]
    public void Several_masks_of_one_number_pair_with_none() =>
        Assert.That(Of("s_1.png", "s_2.png", "s_mask_1.png", "s_seg_1.png", "s_mask_2.png").Unpaired, Is.EqualTo(new[] { "s_1.png: 2 masks (s_mask_1.png, s_seg_1.png), where one is wanted" }));

    [Test]
    public void The_number_of_a_channel_is_none_of_a_mask()
    {
        var found = FoundPairs.Of(["a_0000.png", "a_0001.png", "a_seg_1.png", "b_0000.png", "b_0001.png", "b_seg_1.png"], _ => true);
        Assert.That((found.Pairs.Count, string.Join(' ', found.Channels)), Is.EqualTo((2, "0000 0001")));
    }

    [Test]
    public void As_many_pictures_in_another_folder_may_be_the_masks()
    {
        var found = Of("images/21_training.png", "1st_manual/21_manual1.png", "mask/21_training_mask.png");
        Assert.That(found.Pairs, Has.Count.EqualTo(1));
        Assert.That(found.Notes.Single(), Does.StartWith("warning: what lies in 1st_manual is not used (1); where these are the masks, and files such as mask/21_training_mask.png are not"));
    }

    [TestCase("images/21_training.png", "masks/21_manual1.png", "21")]
    [TestCase("sub-01/anat/sub-01_T2w.nii.gz", "sub-01/anat/sub-01_T2w_dseg.nii.gz", "sub-01_T2w")]
    public void Words_of_label_maps_tell_masks(string image, string mask, string name)
    {
        var pair = Of(image, mask).Pairs.Single();
        Assert.That((pair.Images.Single(), pair.Mask, pair.Name), Is.EqualTo((image, mask, name)));
    }

    [Test]
    public void Images_and_masks_of_one_part_pair_where_their_folders_tell_it()
    {
        var found = Of("imagesTr/a.png", "imagesTs/a.png", "imagesTs/b.png", "labelsTr/a.png", "labelsTs/a.png");
        Assert.That(found.Pairs.Select(pair => (pair.Images.Single(), pair.Mask, pair.Folders.Single())), Is.EqualTo(new[] { ("imagesTr/a.png", "labelsTr/a.png", "train"), ("imagesTs/a.png", "labelsTs/a.png", "test") }));
        Assert.That((found.Unpaired.Single(), found.Notes.Count), Is.EqualTo(("imagesTs/b.png: no mask", 0)));
    }

    [Test]
    public void Parts_that_the_folders_of_images_alone_tell_are_said_to_be_none()
    {
        var found = Of("imagesTr/a.png", "imagesTs/b.png", "labels/a.png", "labels/b.png");
        Assert.That(found.Pairs.Select(pair => pair.Folders.Count), Is.EqualTo(new[] { 0, 0 }));
        Assert.That(found.Notes.Single(), Does.StartWith("warning: imagesTr and imagesTs are called as parts, and the folder of labels/a.png is not, so that patients are split anew"));
    }

    [Test]
    public void Parts_around_images_and_masks_count_where_both_tell_them() =>
        Assert.That(Of("train/imagesTr/a.png", "train/labelsTr/a.png", "test/imagesTs/b.png", "test/labelsTs/b.png").Pairs.Select(pair => pair.Folders.Single()), Is.EqualTo(new[] { "test", "train" }));

    [Test]
    public void Where_a_word_tells_masks_pictures_without_one_are_no_masks() =>
        Assert.That(Of("site/a.png", "site/a_mask.png", "site/b.png", "site/c.png").Notes, Is.Empty);

    private static FoundPairs Of(params string[] files) => FoundPairs.Of(files, DataFolder.IsVolume);
}
