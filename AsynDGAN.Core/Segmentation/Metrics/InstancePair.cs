namespace AsynDGAN.Core.Segmentation.Metrics;

/// <summary>An object of the reference and one of the prediction that overlap.</summary>
/// <param name="Reference">Position of the reference's object, in label order from 0.</param>
/// <param name="Prediction">Position of the prediction's.</param>
/// <param name="Intersection">Pixels of both.</param>
/// <param name="Union">Pixels of either.</param>
internal readonly record struct InstancePair(int Reference, int Prediction, long Intersection, long Union)
{
    public double IoU => (double)Intersection / Union;
}
