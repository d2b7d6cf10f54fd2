using AsynDGAN.Core.Data.Sources;

namespace AsynDGAN.Tests.Data.Sources;

public class ImageRoleTests
{
    [TestCase("images/x.png", false, "", "x")]
    [TestCase("masks/x.png", true, "", "x")]
    [TestCase("a/Masks/x_mask.png", true, "a", "x")]
    [TestCase("labels/b/x.nii.gz", true, "b", "x")]
    [TestCase("imagesTr/x_0000.nii.gz", false, "", "x_0000")]
    [TestCase("imagesTs/x_0000.nii.gz", false, "", "x_0000")]
    [TestCase("labelsTs/x.nii.gz", true, "", "x")]
    [TestCase("x_mask.png", true, "", "x")]
    [TestCase("x-seg.nii", true, "", "x")]
    [TestCase("mask_x.tif", true, "", "x")]
    [TestCase("x_mask_1.png", true, "", "x")]
    [TestCase("sub-01_T2w_dseg.nii.gz", true, "", "sub-01_T2w")]
    [TestCase("Image_01L_1stHO.png", true, "", "01L")]
    [TestCase("Image_01L_2ndHO.png", true, "", "01L")]
    [TestCase("1st_manual/21_manual1.png", true, "1st_manual", "21")]
    [TestCase("lesion_12.png", false, "", "lesion_12")]
    [TestCase("x_roi.png", false, "", "x_roi")]
    [TestCase("x_mask_1.nii", false, "", "x_mask_1")]
    [TestCase("x_mask_2018.png", false, "", "x_mask_2018")]
    [TestCase("p1/mask.png", true, "p1", "")]
    [TestCase("p1/image.png", false, "p1", "")]
    [TestCase("p1/x_img.png", false, "p1", "x")]
    [TestCase("x_image_mask.png", true, "", "x")]
    [TestCase("unmask.png", false, "", "unmask")]
    [TestCase("masked/x.png", false, "masked", "x")]
    public void A_folder_or_a_word_tells_images_from_masks(string file, bool isMask, string folders, string name)
    {
        var role = ImageRole.Of(file);
        Assert.That((role.IsMask, string.Join('/', role.Folders), role.Name), Is.EqualTo((isMask, folders, name)));
    }

    [TestCase("x_mask_1.png", "1")]
    [TestCase("x_seg_02.png", "2")]
    [TestCase("x-label-2.png", "2")]
    [TestCase("x gt 3.png", "3")]
    [TestCase("masks/x.msk.010.png", "10")]
    [TestCase("x_1_mask.png", null)]
    [TestCase("masks/x_1.png", null)]
    [TestCase("images/x_mask_1.png", null)]
    public void The_number_behind_a_masks_word_is_kept(string file, string? number) => Assert.That(ImageRole.Of(file).Number, Is.EqualTo(number));
}
