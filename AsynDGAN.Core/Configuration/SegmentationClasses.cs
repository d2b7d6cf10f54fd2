namespace AsynDGAN.Core.Configuration;

/// <summary>What the segmentation network tells apart.</summary>
public enum SegmentationClasses
{
    Merged,
    Ternary,
}
