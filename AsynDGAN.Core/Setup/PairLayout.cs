using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data.Sources;

namespace AsynDGAN.Core.Setup;

/// <summary>Images and masks that pair by their names: in folders such as images and masks, or by a word such as _mask.</summary>
internal static class PairLayout
{
    /// <summary>As --layout calls it.</summary>
    public const string LayoutName = "pairs";

    /// <summary>The pairs among some images; null where there are none.</summary>
    /// <param name="images">Paths from the folder.</param>
    public static Reading? Find(DataFolder folder, IReadOnlyCollection<string> images)
    {
        // Several pictures that go on behind a mask's name are slices sooner than channels.
        var pairs = FoundPairs.Of(images, DataFolder.IsVolume);
        return pairs.Pairs.Count == 0 ? null : new Reading(LayoutName, "", $"{pairs.Pairs.Count} with a mask each, by their names", images, (request, answers) =>
        {
            var found = Take(folder, pairs, request, answers);
            string[] others = [.. folder.Files.Except(folder.Images)];
            return others.Length == 0 ? found : found with { Notes = [.. found.Notes, $"not looked at: {others.Length} other {(others.Length == 1 ? "file" : "files")}, such as {others[0]}"] };
        })
        {
            Unpaired = pairs.Unpaired,
        };
    }

    /// <summary>Takes pairs for a data set.</summary>
    /// <exception cref="UserException">There are none; volumes and pictures are mixed; or sites and patients are not told and nobody answers.</exception>
    public static FoundData Take(DataFolder folder, FoundPairs found, SetupRequest request, ISetupAnswers answers)
    {
        if (found.Pairs.Count == 0)
        {
            throw NoData.Of(folder);
        }

        var kinds = found.Pairs.ToLookup(pair => pair.Images.Append(pair.Mask).All(DataFolder.IsVolume));
        if (kinds[true].FirstOrDefault() is { } volume && kinds[false].FirstOrDefault() is { } picture)
        {
            throw new UserException(
                $"{folder.Path} mixes volumes ({volume.Images[0]}) and pictures ({picture.Images[0]})", "Put them into folders of their own, and name one of these.");
        }

        var isVolume = kinds[true].Any();
        var origins = new PairOrigins(folder.Path, found.Pairs, isVolume, request, answers);
        var (entries, sites) = origins.Find();
        var example = found.Pairs[0];
        var channels = found.Channels.Count == 0 ? [] : new[] { $"channels: {string.Join(", ", found.Channels)}, a file each" };
        return new FoundData(
            $"{found.Pairs.Count} {(isVolume ? "volumes" : "pictures")} with a mask each",
            $"{(found.ByFolder ? "folders tell images from masks" : "a word of their names tells masks from images")}, as in {example.Images[0]} and {example.Mask}",
            new DataOptions { Source = DataSource.Manifest, ChannelNames = found.Channels }, sites)
        {
            Entries = entries,
            Folder = folder.Path,
            Unpaired = found.Unpaired,
            Notes = [.. channels, .. found.Notes, .. origins.Notes],
        };
    }
}
