using AsynDGAN.Core.Configuration;

namespace AsynDGAN.Core.Setup;

/// <summary>What a place was taken for.</summary>
/// <param name="What">In a few words.</param>
/// <param name="Why">By which signs.</param>
/// <param name="Data">The source and its root; the rest as it is by default.</param>
/// <param name="Sites">What sites are made of.</param>
internal sealed record FoundData(string What, string Why, DataOptions Data, SiteWish Sites)
{
    /// <summary>What --layout calls it.</summary>
    public string Layout { get; init; } = "";

    /// <summary>The lines of the manifest to write; none where the source needs none.</summary>
    public IReadOnlyList<ManifestEntry> Entries { get; init; } = [];

    /// <summary>Where the manifest's paths start: the folder of data.</summary>
    public string Folder { get; init; } = "";

    /// <summary>A line a file that did not pair.</summary>
    public IReadOnlyList<string> Unpaired { get; init; } = [];

    /// <summary>Images that lie elsewhere than in the data set that was found, in a folder of the one that was named.</summary>
    public IReadOnlyList<string> Outside { get; init; } = [];

    /// <summary>What is to be known of it, a line each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Names of the classes that stored mask values stand for, where the data tell them.</summary>
    public IReadOnlyDictionary<int, string> Classes { get; init; } = new Dictionary<int, string>();
}
