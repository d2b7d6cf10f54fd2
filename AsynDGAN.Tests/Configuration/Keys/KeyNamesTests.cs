using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Configuration.Keys;

namespace AsynDGAN.Tests.Configuration.Keys;

public class KeyNamesTests
{
    [TestCase("Name", "name")]
    [TestCase("LambdaL1", "lambda_l1")]
    [TestCase("Beta1", "beta1")]
    [TestCase("Tf32", "tf32")]
    [TestCase("NoiseChannels", "noise_channels")]
    public void A_property_is_written_in_snake_case(string property, string expected)
    {
        Assert.That(KeyNames.Snake(property), Is.EqualTo(expected));
    }

    [TestCase(nameof(DataSource.LggMri), "lgg-mri")]
    [TestCase(nameof(SplitMethod.ByName), "by-name")]
    [TestCase(nameof(GanLoss.WganGp), "wgan-gp")]
    [TestCase(nameof(GeneratorNetwork.Unet128), "unet128")]
    [TestCase(nameof(Reconstruction.L1), "l1")]
    public void An_enum_member_is_written_in_kebab_case(string member, string expected)
    {
        Assert.That(KeyNames.Kebab(member), Is.EqualTo(expected));
    }
}
