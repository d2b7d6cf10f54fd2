using AsynDGAN.Core.Configuration;

namespace AsynDGAN.Tests.Configuration;

public class LossOptionsTests
{
    [TestCase(Reconstruction.L1, 100, 0, Reconstruction.L1)]
    [TestCase(Reconstruction.L1, 0, 10, Reconstruction.None)]
    [TestCase(Reconstruction.FeatureMatching, 0, 10, Reconstruction.FeatureMatching)]
    [TestCase(Reconstruction.FeatureMatching, 100, 0, Reconstruction.None)]
    [TestCase(Reconstruction.None, 100, 10, Reconstruction.None)]
    public void A_term_of_weight_0_is_none(Reconstruction reconstruction, double l1, double features, Reconstruction weighed) =>
        Assert.That(new LossOptions { Reconstruction = reconstruction, LambdaL1 = l1, LambdaFeatures = features }.WeighedReconstruction(), Is.EqualTo(weighed));
}
