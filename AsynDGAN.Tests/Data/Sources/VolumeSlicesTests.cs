using AsynDGAN.Core;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data.Sources;
using AsynDGAN.Core.Imaging;

namespace AsynDGAN.Tests.Data.Sources;

public class VolumeSlicesTests
{
    [Test]
    public void Channels_whose_slices_are_too_large_for_one_picture_are_refused()
    {
        var volume = new Volume(1, 1000, 1000, new double[1_000_000], new VoxelSpacing(1, 1, 1));
        (string, Volume)[] channels = [.. Enumerable.Range(0, 2200).Select(i => ($"{i}.nii", volume))];
        Assert.That(
            () => VolumeSlices.Of(TestCases.Of("p"), channels, null, LabelClasses.Of(new DataOptions())),
            Throws.TypeOf<UserException>().With.Message.StartsWith("0.nii: 2200 channels of 1000x1000 pixels; "));
    }
}
