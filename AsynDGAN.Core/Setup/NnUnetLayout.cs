using System.Text.Json;
using AsynDGAN.Core.Data.Sources;

namespace AsynDGAN.Core.Setup;

/// <summary>A data set of nnU-Net: imagesTr/CASE_0000, labelsTr/CASE and dataset.json, in PNG or NIfTI.</summary>
internal sealed class NnUnetLayout : ILayout
{
    private const string About = "dataset.json", Images = "imagesTr", Labels = "labelsTr", Tests = "imagesTs", TestLabels = "labelsTs";

    /// <summary>Its name of the label of what is not annotated.</summary>
    public const string Ignore = "ignore";

    public IEnumerable<Reading> Find(DataFolder folder) =>
        PublishedLayout.Places(folder, place => folder.Has(place + About) && folder.Folders(place).Contains(Images) && folder.Folders(place).Contains(Labels))
            .Select(root => Of(folder, root, FoundPairs.Of(folder.ImagesBelow([$"{root}{Images}/", $"{root}{Labels}/"]), _ => true)));

    private static Reading Of(DataFolder folder, string root, FoundPairs pairs) => new(
        "nnunet", root, "a data set of nnU-Net",
        [.. folder.ImagesBelow(new[] { Images, Labels, Tests, TestLabels }.Select(own => $"{root}{own}/"))], (request, answers) => Take(folder, root, pairs, request, answers))
    {
        Unpaired = pairs.Unpaired,
    };

    private static FoundData Take(DataFolder folder, string root, FoundPairs pairs, SetupRequest request, ISetupAnswers answers)
    {
        var (channels, classes) = Read(folder.At(root + About));
        var areNames = channels.All(name => name.Length > 0) && channels.Distinct().Count() == channels.Count;
        var files = Math.Max(1, pairs.Channels.Count);
        var isColour = pairs.Channels.Count == 0 && !pairs.Pairs.Any(pair => DataFolder.IsVolume(pair.Images[0]));
        string[] unlike = channels.Count == 0 || isColour || (channels.Count == files && (areNames || files == 1)) ? []
            : [$"{About} names {channels.Count} {(channels.Count == 1 ? "channel" : "channels")} ({string.Join(", ", channels)}), which cannot name the {files} {(files == 1 ? "file" : "files")} of an image"];
        if (pairs.Channels.Count > 0 && channels.Count > 0 && unlike.Length == 0)
        {
            pairs = pairs with { Channels = channels };
        }

        var (tests, haveLabels) = (folder.ImagesBelow([$"{root}{Tests}/"]).Count(), folder.ImagesBelow([$"{root}{TestLabels}/"]).Any());
        string[] unused = tests == 0 ? []
            : [$"not used: {tests} files of {Tests}, {(haveLabels ? $"whose labels ({TestLabels}) are not used either: to test on them, list all images in a CSV with the columns site, patient, part (train, validation or test), image, mask" : "which have no labels")}"];
        var ignored = classes.Where(label => label.Value == Ignore).Select(label => $"{About} calls the label {label.Key} {Ignore}, which is what is not annotated: such pixels count as background here, in training and in scores");
        var found = PairLayout.Take(folder, pairs, request, answers);
        return found with
        {
            What = $"a data set of nnU-Net, {found.What}",
            Why = $"{folder.At(root)} holds {Images}, {Labels} and {About}",
            Notes = [.. found.Notes, .. unlike, .. unused, .. ignored],
            Classes = classes,
        };
    }

    /// <summary>The channels' names in their order, and the names of single labels.</summary>
    /// <exception cref="UserException">The file is no JSON of nnU-Net.</exception>
    private static (IReadOnlyList<string> Channels, IReadOnlyDictionary<int, string> Classes) Read(string path)
    {
        try
        {
            using var json = JsonDocument.Parse(GivenPath.IsEmpty(path) ? "" : File.ReadAllText(path));
            var names = Section("channel_names") ?? Section("modality") ?? [];
            var (labels, regions) = (new Dictionary<int, string>(), new Dictionary<int, string>());
            foreach (var label in Section("labels") ?? [])
            {
                // The newer form has numbers behind names, the older one names behind numbers.
                if (label.Value.ValueKind == JsonValueKind.Number && label.Value.TryGetInt32(out var number))
                {
                    labels[number] = label.Name;
                }
                else if (label.Value.ValueKind == JsonValueKind.String && int.TryParse(label.Name, out number))
                {
                    labels[number] = label.Value.GetString()!;
                }
                else if (label.Value.ValueKind == JsonValueKind.Array)
                {
                    // Regions of several labels: each of these is called by the first that has it, where it has no name of its own.
                    foreach (var one in label.Value.EnumerateArray().Where(one => one.ValueKind == JsonValueKind.Number && one.TryGetInt32(out _)))
                    {
                        regions.TryAdd(one.GetInt32(), label.Name);
                    }
                }
            }

            foreach (var (number, name) in regions)
            {
                labels.TryAdd(number, name);
            }

            return ([.. names.OrderBy(name => int.TryParse(name.Name, out var place) ? place : 0).Select(name => name.Value.ToString())], labels);

            JsonProperty[]? Section(string name) => json.RootElement.TryGetProperty(name, out var section) && section.ValueKind == JsonValueKind.Object ? [.. section.EnumerateObject()] : null;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            throw new UserException($"{path} cannot be read: {fault.Message}", "It should be the dataset.json of nnU-Net.");
        }
    }
}
