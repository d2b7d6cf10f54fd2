using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Training;

namespace AsynDGAN.Tests.Training;

public class ShownByCritiquesTests
{
    [TestCase(Reconstruction.L1, 0, "loss.reconstruction: l1 shows")]
    [TestCase(Reconstruction.FeatureMatching, 0, "loss.reconstruction: feature-matching shows")]
    [TestCase(Reconstruction.None, 1, "loss.lambda_perceptual shows")]
    [TestCase(Reconstruction.L1, 1, "; loss.lambda_perceptual shows")]
    public void A_term_that_looks_at_real_images_is_named_with_the_audit_in_one_line(Reconstruction reconstruction, double perceptual, string named) =>
        Assert.That(
            ShownByCritiques.Line(new LossOptions { Reconstruction = reconstruction, LambdaPerceptual = perceptual }),
            Does.Contain(named).And.EndsWith(": asyndgan audit measures it").And.Not.Contain("\n"));

    [TestCase(Reconstruction.None, 100)]
    [TestCase(Reconstruction.L1, 0)]
    public void Where_no_term_looks_at_them_nothing_is_said(Reconstruction reconstruction, double weight) =>
        Assert.That(ShownByCritiques.Line(new LossOptions { Reconstruction = reconstruction, LambdaL1 = weight }), Is.Null);
}
