using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data.Sources;

namespace AsynDGAN.Core.Setup;

/// <summary>Tiles of tissue with outlined nuclei: CASE.tif and CASE.xml.</summary>
internal sealed class MultiOrganLayout : ILayout
{
    public IEnumerable<Reading> Find(DataFolder folder)
    {
        var outlines = folder.Files.Where(file => Ends(file, ".xml")).Select(DataFolder.Stem).ToHashSet();
        string[] tiles = [.. folder.Files.Where(file => Ends(file, ".tif") && outlines.Contains(DataFolder.Stem(file)))];
        return tiles.Length == 0 ? [] : [new Reading("multi-organ", "", $"{tiles.Length} tiles with outlined nuclei (Multi-Organ, MoNuSeg)", tiles, (request, _) => Take(folder, tiles, request))];
    }

    private static FoundData Take(DataFolder folder, string[] tiles, SetupRequest request)
    {
        var why = $"{tiles[0]} has an outline of the same name";
        var found = PublishedLayout.Found($"{tiles.Length} tiles with outlined nuclei (Multi-Organ, MoNuSeg)", why, DataSource.MultiOrgan, folder.Path, PublishedLayout.Sites(request));
        return request.Cases is { } cases
            ? found with
            {
                Data = found.Data with
                {
                    Conditions = [ConditionChannel.Nuclei, ConditionChannel.Boundary],
                    Cases = cases,
                    Colour = new ColourOptions { Method = ColourMethod.Reinhard, Target = [63, 22, -14, 15, 9, 7] },
                },
            }
            : throw new UserException(
                $"{folder.Path} holds {tiles.Length} tiles with outlined nuclei ({why}), and nothing tells which organ each shows",
                "Give a table with the columns case, organ and part by --cases FILE; the project's configs/multi-organ-cases.csv has the published tiles.");
    }

    private static bool Ends(string file, string ending) => file.EndsWith(ending, StringComparison.OrdinalIgnoreCase);
}
