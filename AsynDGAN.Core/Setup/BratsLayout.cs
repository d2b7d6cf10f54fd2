using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data.Sources;

namespace AsynDGAN.Core.Setup;

/// <summary>Volumes of BraTS: HGG/CASE and LGG/CASE, or CASE, with one of CASE_t1.nii.gz, _t1ce, _t2 and _flair at least.</summary>
internal sealed class BratsLayout : ILayout
{
    private const string Labels = BrainChannels.Labels;

    private static readonly string[] grades = ["HGG", "LGG"];

    public IEnumerable<Reading> Find(DataFolder folder)
    {
        return PublishedLayout.Places(folder, place => Cases(place).Any()).Select(Of);

        Reading Of(string root)
        {
            string[] cases = [.. Cases(root)], graded = [.. grades.Where(grade => CasesIn($"{root}{grade}/").Any())];
            var what = $"{cases.Length} {(cases.Length == 1 ? "volume" : "volumes")} in the layout of BraTS{(graded.Length == 0 ? "" : $" ({string.Join(" and ", graded)})")}";
            return new Reading("brats", root, what, [.. folder.ImagesBelow(cases.Select(@case => @case + "/"))], (request, _) =>
            {
                var channel = Channel(cases);
                var found = PublishedLayout.Found(
                    $"{what}, {channel} (data.channels has others)", $"{folder.At(root)} holds {cases[0]} with a volume a channel", DataSource.Brats, folder.At(root), PublishedLayout.Sites(request));
                return found with
                {
                    Data = found.Data with { Grades = graded.Length == 0 ? found.Data.Grades : graded, Channels = channel == BrainChannels.Usual ? [] : [channel] },
                    Notes = [.. BrainChannels.All.Append(Labels).Select(kind => Missing(kind, cases)).OfType<string>()],
                };
            });
        }

        IEnumerable<string> Cases(string place) => CasesIn(place).Concat(grades.SelectMany(grade => CasesIn($"{place}{grade}/")));

        IEnumerable<string> CasesIn(string place) => folder.Folders(place).Select(name => place + name).Where(@case => BrainChannels.All.Any(kind => Has(@case, kind)));

        bool Has(string @case, string kind) => Named(@case, kind) is var name && (folder.Has(name + ".nii.gz") || folder.Has(name + ".nii"));

        // The one that the most cases have; of several the usual one.
        string Channel(string[] cases) => BrainChannels.All.OrderByDescending(kind => cases.Count(@case => Has(@case, kind))).ThenBy(kind => kind != BrainChannels.Usual).First();

        string? Missing(string kind, string[] cases) => cases.Where(@case => !Has(@case, kind)).ToArray() is [var first, ..] without
            ? $"missing: {kind} of {without.Length} of {cases.Length} cases, such as {Named(first, kind)}.nii.gz"
            : null;
    }

    private static string Named(string @case, string kind) => $"{@case}/{@case[(@case.LastIndexOf('/') + 1)..]}_{kind}";
}
