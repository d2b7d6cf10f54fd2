using System.Text.RegularExpressions;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data.Sources;

namespace AsynDGAN.Core.Setup;

/// <summary>The LGG segmentation set: folders TCGA_CS_4941_19960909 with slices and masks.</summary>
internal sealed partial class LggMriLayout : ILayout
{
    public IEnumerable<Reading> Find(DataFolder folder)
    {
        return PublishedLayout.Places(folder, place => Patients(place).Any()).Select(Of);

        Reading Of(string root)
        {
            string[] patients = [.. Patients(root)];
            var what = $"the LGG segmentation set, {patients.Length} patients";
            return new Reading("lgg-mri", root, what, [.. folder.ImagesBelow(patients.Select(name => $"{root}{name}/"))], (request, _) =>
            {
                var found = PublishedLayout.Found(
                    $"{what}, FLAIR (data.channels has others)", $"{folder.At(root)} holds folders such as {patients[0]}", DataSource.LggMri, folder.At(root), PublishedLayout.Sites(request));
                return found with { Data = found.Data with { Channels = ["flair"] } };
            });
        }

        IEnumerable<string> Patients(string place) => folder.Folders(place).Where(name => Patient().IsMatch(name));
    }

    [GeneratedRegex(@"^TCGA_[^_]+_[^_]+_[0-9]+\z")]
    private static partial Regex Patient();
}
