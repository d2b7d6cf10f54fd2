using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Imaging;

namespace AsynDGAN.Core.Data.Sources;

/// <summary>
/// Tiles of stained tissue with outlined nuclei (Kumar et al. 2017, and MoNuSeg 2018, which contains them): CASE.tif and
/// CASE.xml anywhere below the root. A table, <c>data.cases</c>, says which organ a tile shows and which part it belongs to;
/// the organs are the institutions.
/// </summary>
internal sealed class MultiOrganSource(DataOptions options) : ICaseSource
{
    public CaseListing List()
    {
        var root = SourceRoot.Of(options, "the folder with the tiles and their outlines");
        var (tiles, outlines) = (Files(root, ".tif"), Files(root, ".xml"));
        if (tiles.Count == 0)
        {
            throw new UserException($"no cases found: there is no CASE.tif below {root}", "Set data.root to the folder that holds the tiles and their CASE.xml.");
        }

        var table = CaseTable.Read(options.Cases ?? throw new UserException("data.cases is not given", "Set it to a CSV with the columns case, organ and part."), options.Encoding);
        var (faults, unused, files) = (new List<LeftOut>(), new List<LeftOut>(), new List<InstanceFiles>());
        foreach (var (name, paths) in tiles.OrderBy(tile => tile.Key, StringComparer.Ordinal))
        {
            if (table.Find(name, unused) is not { } entry)
            {
                continue;
            }

            if (paths.Length > 1 || outlines.GetValueOrDefault(name) is not [var xml])
            {
                faults.Add(new LeftOut(name, $"{paths.Length} tile(s) and {outlines.GetValueOrDefault(name)?.Length ?? 0} file(s) of outlines, where one of each is wanted"));
            }
            else
            {
                files.Add(new InstanceFiles(name, entry.Organ, entry.Part, paths[0], [xml]));
            }
        }

        return files.Count + faults.Count > 0
            ? InstanceReader.OfFiles(options, root, Instances).List(files, faults, unused, SourceNotes.OfMissing("data.cases", table.Wanted.Except(tiles.Keys)))
            : throw new UserException($"none of the {tiles.Count} tiles below {root} is used by {options.Cases}", "Add them to the table: case, organ, part.");
    }

    private static PictureNuclei Instances(PixelArray image, InstanceFiles files)
    {
        var outlines = AperioFile.Read(files.Outlines[0]);
        var map = Outline.Rasterise(outlines, image.Height, image.Width);
        return map.Labels.Any(label => label > 0)
            ? PictureNuclei.Of(map, outlines.Count(outline => !outline.IsHole))
            : throw new UserException($"{Path.GetFileName(files.Outlines[0])} holds {(outlines.Count == 0 ? "no outlines" : $"{outlines.Count} outlines, none of which has a pixel of the tile's {image.Height}x{image.Width}")}");
    }

    private static Dictionary<string, string[]> Files(string root, string extension) => Directory.Exists(root)
        ? SourceFolder.FilesBelow(root, new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false })
            .Where(path => Path.GetExtension(path).Equals(extension, StringComparison.OrdinalIgnoreCase))
            .GroupBy(path => Path.GetFileNameWithoutExtension(path))
            .ToDictionary(name => name.Key, name => name.ToArray())
        : throw new UserException($"data.root {root} is not a folder{GivenPath.Resolved(root)}", "Set it to the folder with the tiles and their outlines.");
}
