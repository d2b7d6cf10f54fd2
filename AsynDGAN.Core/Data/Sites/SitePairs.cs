using AsynDGAN.Core.Data.Batches;

namespace AsynDGAN.Core.Data.Sites;

/// <summary>What a site learns from and what it looks at only.</summary>
/// <param name="Name">The site's name.</param>
/// <param name="Training">At least one pair.</param>
/// <param name="Validation">May be empty.</param>
public sealed record SitePairs(string Name, IPairs Training, IPairs Validation);
