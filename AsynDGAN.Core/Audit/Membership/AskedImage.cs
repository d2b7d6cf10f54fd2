using AsynDGAN.Core.Data.Batches;
using AsynDGAN.Core.Data.Sites;

namespace AsynDGAN.Core.Audit.Membership;

/// <summary>A real image of which an attack asks whether it was trained on.</summary>
/// <param name="Site">Its site.</param>
/// <param name="Samples">The set that it is in.</param>
/// <param name="Position">Its place there.</param>
internal sealed record AskedImage(SiteData<SampleSet> Site, SampleSet Samples, int Position)
{
    /// <summary>Whose it is.</summary>
    public string Patient => Samples.Infos[Position].Patient;

    /// <summary>By which it is known in another run of the same data.</summary>
    public (string Site, string Name) Key => (Site.Name, Samples.Infos[Position].Name);

    /// <summary>All images of some sets of a site.</summary>
    public static IEnumerable<AskedImage> AllOf(SiteData<SampleSet> site, params IEnumerable<SampleSet> sets) =>
        sets.SelectMany(samples => Enumerable.Range(0, samples.Count).Select(position => new AskedImage(site, samples, position)));

    /// <summary>Some at a time, of one set each, in a given order where those of a set stand together.</summary>
    public static IEnumerable<AskedImage[]> Batches(IEnumerable<AskedImage> images)
    {
        const int AtOnce = 64;
        return images.GroupBy(image => image.Samples).SelectMany(set => set.Chunk(AtOnce));
    }

    /// <summary>Of images of one set, their places there.</summary>
    public static int[] Positions(IEnumerable<AskedImage> images) => [.. images.Select(image => image.Position)];
}
