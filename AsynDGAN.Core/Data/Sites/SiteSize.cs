namespace AsynDGAN.Core.Data.Sites;

/// <summary>A site of the distributed partition, whichever sites the run sees.</summary>
/// <param name="Name">The site's name.</param>
/// <param name="TrainingSamples">At least 1.</param>
public sealed record SiteSize(string Name, int TrainingSamples);
