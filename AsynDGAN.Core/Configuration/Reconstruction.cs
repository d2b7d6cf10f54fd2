namespace AsynDGAN.Core.Configuration;

/// <summary>The reconstruction term of G's loss.</summary>
public enum Reconstruction
{
    L1,
    None,
    FeatureMatching,
}
