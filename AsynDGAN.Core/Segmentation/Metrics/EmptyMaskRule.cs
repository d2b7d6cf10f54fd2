namespace AsynDGAN.Core.Segmentation.Metrics;

/// <summary>
/// How masks without a pixel enter a mean. Nothing to find and nothing found is a Dice of 1; one mask empty is a Dice of 0.
/// A distance to an empty mask does not exist: it stays out of the mean, and <see cref="DefinedMean"/> counts it.
/// </summary>
public static class EmptyMaskRule
{
    /// <summary>In [0, 1], never undefined.</summary>
    public static double Dice(MaskOverlap overlap) => overlap.Dice ?? 1;
}
