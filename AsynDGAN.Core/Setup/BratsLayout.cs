using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data.Sources;

namespace AsynDGAN.Core.Setup;

/// <summary>Volumes of BraTS: HGG/CASE and LGG/CASE, or CASE, with CASE_t2.nii.gz and CASE_seg.nii.gz.</summary>
internal sealed class BratsLayout : ILayout
{
    private static readonly string[] grades = ["HGG", "LGG"];

    public FoundData? Find(DataFolder folder, SetupRequest request, ISetupAnswers answers)
    {
        if (PublishedLayout.Place(folder, place => Cases(place).Any()) is not { } root)
        {
            return null;
        }

        string[] cases = [.. Cases(root)], graded = [.. grades.Where(grade => CasesIn($"{root}{grade}/").Any())];
        var found = PublishedLayout.Found(
            $"{cases.Length} {(cases.Length == 1 ? "volume" : "volumes")} in the layout of BraTS{(graded.Length == 0 ? "" : $" ({string.Join(" and ", graded)})")}, {BrainChannels.Usual} (data.channels has others)",
            $"{folder.At(root)} holds {cases[0]} with a volume a channel and the labels", DataSource.Brats, folder.At(root), PublishedLayout.Sites(request));
        return graded.Length == 0 ? found : found with { Data = found.Data with { Grades = graded } };

        IEnumerable<string> Cases(string place) => CasesIn(place).Concat(grades.SelectMany(grade => CasesIn($"{place}{grade}/")));

        IEnumerable<string> CasesIn(string place) => folder.Folders(place)
            .Where(name => new[] { BrainChannels.Usual, BrainChannels.Labels }.All(kind => folder.Has($"{place}{name}/{name}_{kind}.nii.gz") || folder.Has($"{place}{name}/{name}_{kind}.nii")))
            .Select(name => place + name);
    }
}
