namespace AsynDGAN.Core.Configuration;

/// <summary>Random changes of the segmentation network's training images.</summary>
public enum SegmentationAugment
{
    None,
    Flip,
    Full,
}
