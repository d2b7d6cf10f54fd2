using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data.Sources;

namespace AsynDGAN.Core.Setup;

/// <summary>Nuclei of the 2018 Data Science Bowl: stage1_train/ID/images and stage1_train/ID/masks.</summary>
internal sealed class Dsb2018Layout : ILayout
{
    private const string Train = "stage1_train/", Sites = "sites.csv";

    public IEnumerable<Reading> Find(DataFolder folder)
    {
        if (Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder.Path))) == Train.TrimEnd('/') && Path.GetDirectoryName(Path.GetFullPath(folder.Path)) is { } outer)
        {
            return In(DataFolder.Look(outer)).Where(reading => reading.Place.Length == 0).Select(reading => reading with { Images = [.. folder.Images] });
        }

        return In(folder);
    }

    private static IEnumerable<Reading> In(DataFolder folder)
    {
        return PublishedLayout.Places(folder, place => folder.Folders(place + Train).Any(id => folder.Folders($"{place}{Train}{id}/").SequenceEqual(["images", "masks"]))).Select(Of);

        Reading Of(string root)
        {
            var pictures = folder.Folders(root + Train).Count;
            var what = $"nuclei of the 2018 Data Science Bowl, {pictures} pictures";
            return new Reading("dsb2018", root, what, [.. folder.ImagesBelow([root + Train])], (request, answers) =>
            {
                var hasSites = folder.Has(root + Sites);
                var sites = hasSites || request.Sites is not null ? PublishedLayout.Sites(request) : SiteWish.Parse(new SetupQuestion(
                    $"{folder.At(root)}: there is no {Sites} (image_id,site), so that nothing tells the sites of its {pictures} pictures", "--sites", SiteWish.Cuts(pictures)).Ask(answers));
                var found = PublishedLayout.Found(what, $"{folder.At(root)} holds {Train}ID with images and masks, a mask a nucleus", DataSource.Dsb2018, folder.At(root), sites);
                return found with { Data = found.Data with { Conditions = [ConditionChannel.Nuclei, ConditionChannel.Boundary] } };
            });
        }
    }
}
