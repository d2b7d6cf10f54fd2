namespace AsynDGAN.Core.Federation.Messages;

/// <summary>What a site tells the centre once, before the first step.</summary>
/// <param name="Name">The site's name.</param>
/// <param name="TrainingSamples">n_j, the number of its training samples.</param>
/// <param name="ConditionShape">[channels, height, width] of a condition.</param>
/// <param name="ImageShape">[channels, height, width] of an image.</param>
public sealed record SiteProfile(
    string Name, int TrainingSamples, IReadOnlyList<long> ConditionShape, IReadOnlyList<long> ImageShape);
