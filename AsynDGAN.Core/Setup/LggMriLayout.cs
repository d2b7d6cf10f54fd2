using System.Text.RegularExpressions;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data.Sources;

namespace AsynDGAN.Core.Setup;

/// <summary>The LGG segmentation set: folders TCGA_CS_4941_19960909 with slices and masks.</summary>
internal sealed partial class LggMriLayout : ILayout
{
    public FoundData? Find(DataFolder folder, SetupRequest request, ISetupAnswers answers)
    {
        if (PublishedLayout.Place(folder, place => folder.Folders(place).Any(name => Patient().IsMatch(name))) is not { } root)
        {
            return null;
        }

        var patients = folder.Folders(root).Where(name => Patient().IsMatch(name)).ToArray();
        var found = PublishedLayout.Found(
            $"the LGG segmentation set, {patients.Length} patients, FLAIR (data.channels has others)", $"{folder.At(root)} holds folders such as {patients[0]}", DataSource.LggMri, folder.At(root), PublishedLayout.Sites(request));
        return found with { Data = found.Data with { Channels = ["flair"] } };
    }

    [GeneratedRegex(@"^TCGA_[^_]+_[^_]+_\d+\z")]
    private static partial Regex Patient();
}
