using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data.Sources;

namespace AsynDGAN.Core.Setup;

/// <summary>What the published layouts have in common: their place, and their sites.</summary>
internal static class PublishedLayout
{
    /// <summary>The folder itself where something holds of it, else the folders in it of which it does.</summary>
    /// <param name="holds">Asked of a path from the folder, ended by /; empty: itself.</param>
    /// <returns>Such paths.</returns>
    public static IEnumerable<string> Places(DataFolder folder, Func<string, bool> holds) => holds("") ? [""] : folder.Folders().Select(name => name + "/").Where(holds);

    /// <summary>Its sites: the data's own, or cut.</summary>
    /// <exception cref="UserException">--sites names a column.</exception>
    public static SiteWish Sites(SetupRequest request) => request.Sites is not { } text ? new SiteWish(SiteWish.Folder)
        : SiteWish.Parse(text) is { Kind: not SiteWish.OfColumn } wish ? wish
        : throw new UserException($"--sites {text}: {request.Path} has no table with columns", "Give --sites folder, random:N or tumour-size:N.");

    /// <summary>What is found.</summary>
    /// <param name="name">Of the data set.</param>
    /// <param name="why">The signs.</param>
    /// <param name="source">Its source.</param>
    /// <param name="root">data.root.</param>
    public static FoundData Found(string name, string why, DataSource source, string root, SiteWish sites) =>
        new(name, why, new DataOptions { Source = source, Root = root.TrimEnd('/') }, sites);
}
