using AsynDGAN.Core.Configuration;

namespace AsynDGAN.Tests.Configuration;

public class DataSourceKindsTests
{
    [TestCase(DataSource.Phantom, null, true)]
    [TestCase(DataSource.Manifest, null, true)]
    [TestCase(DataSource.Manifest, 64, false)]
    [TestCase(DataSource.Dsb2018, 64, false)]
    public void Features_are_of_the_ground_that_images_show_but_where_pictures_are_cut_into_patches(DataSource source, int? patch, bool areOfGround) =>
        Assert.That(new DataOptions { Source = source, Patch = new PatchOptions { Size = patch } }.HasFeaturesOfGround(), Is.EqualTo(areOfGround));
}
