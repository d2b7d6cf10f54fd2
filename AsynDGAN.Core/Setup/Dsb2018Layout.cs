using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data.Sources;

namespace AsynDGAN.Core.Setup;

/// <summary>Nuclei of the 2018 Data Science Bowl: stage1_train/ID/images and stage1_train/ID/masks.</summary>
internal sealed class Dsb2018Layout : ILayout
{
    private const string Train = "stage1_train/", Sites = "sites.csv";

    public FoundData? Find(DataFolder folder, SetupRequest request, ISetupAnswers answers)
    {
        if (Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder.Path))) == Train.TrimEnd('/') && Path.GetDirectoryName(Path.GetFullPath(folder.Path)) is { } outer)
        {
            return Find(DataFolder.Look(outer), request, answers);
        }

        if (PublishedLayout.Place(folder, place => folder.Folders(place + Train).Any(id => folder.Folders($"{place}{Train}{id}/").SequenceEqual(["images", "masks"]))) is not { } root)
        {
            return null;
        }

        var pictures = folder.Folders(root + Train).Count;
        var hasSites = folder.Has(root + Sites);
        var sites = hasSites || request.Sites is not null ? PublishedLayout.Sites(request) : SiteWish.Parse(new SetupQuestion(
            $"{folder.At(root)}: there is no {Sites} (image_id,site), so that nothing tells the sites of its {pictures} pictures", "--sites", SiteWish.Cuts(pictures)).Ask(answers));
        var found = PublishedLayout.Found($"nuclei of the 2018 Data Science Bowl, {pictures} pictures", $"{folder.At(root)} holds {Train}ID with images and masks, a mask a nucleus", DataSource.Dsb2018, folder.At(root), sites);
        return found with { Data = found.Data with { Conditions = [ConditionChannel.Nuclei, ConditionChannel.Boundary] } };
    }
}
