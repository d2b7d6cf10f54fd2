namespace AsynDGAN.Core.Configuration;

/// <summary>How the training patients are cut into sites, and which of them the run sees.</summary>
public sealed record SiteOptions
{
    [Describe("what makes a site: an attribute of the source (institution), tumour-size (equal counts) or random")]
    [Words("institution", "tumour-size", "random")]
    public string By { get; init; } = "institution";

    [Describe("number of sites, for by: tumour-size and by: random")]
    [Between(1, 1000)]
    public int? Count { get; init; }

    [Describe("sites that become part of another: { FROM: INTO }")]
    public IReadOnlyDictionary<string, string> Merge { get; init; } = new Dictionary<string, string>();

    [Describe("sites that the run leaves out, by their names after merge: it learns nothing of their images nor masks; a comparison tests on them")]
    public IReadOnlyList<string> Without { get; init; } = [];

    [Describe("distributed (AsynDGAN), pooled (one site holds everything: Syn-All) or single (Syn-Subset)")]
    public SiteMode Mode { get; init; } = SiteMode.Distributed;

    [Describe("for mode: single, the site's name")]
    public string? Only { get; init; }

    [Describe("weights pi_j of the sites: proportional (to their training samples) or uniform")]
    public SiteWeighting Weighting { get; init; } = SiteWeighting.Proportional;

    [Describe("whether the condition names its site by one more channel a site (the own one shows the ground), so that G can draw each site in its own look")]
    public bool InCondition { get; init; }

    [Describe("any; once: an exchange's number that comes again gets the answer that was given, whatever fakes come; or in-order: and none before the one below it")]
    public SiteQuestions Questions { get; init; } = SiteQuestions.Any;

    [Describe("file whose bytes are the secret that the opaque numbers of patients and samples are drawn from; null: from the seed, which is no secret")]
    public string? KeyFile { get; init; }

    /// <summary>Whether the run learns of a site, and does not leave it out.</summary>
    /// <param name="site">The site's name, after merge.</param>
    public bool Sees(string site) => Mode == SiteMode.Single ? site == Only : !Without.Contains(site);
}
