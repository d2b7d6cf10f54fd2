namespace AsynDGAN.Core.Runs;

/// <summary>A site's losses as shown.</summary>
/// <param name="Site">The site's name.</param>
/// <param name="Discriminator">D_j's real and fake terms, their sum.</param>
/// <param name="Generator">G's terms at this site, their sum.</param>
public sealed record SiteStatus(string Site, double Discriminator, double Generator);
