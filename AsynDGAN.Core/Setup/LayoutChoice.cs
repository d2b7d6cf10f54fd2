using AsynDGAN.Core.Data.Sources;
using AsynDGAN.Core.Runs;

namespace AsynDGAN.Core.Setup;

/// <summary>How a place is read: in the one way that is possible, or in the one that is chosen.</summary>
internal static class LayoutChoice
{
    private const string Option = "--layout";

    private static readonly ILayout[] layouts = [new LggMriLayout(), new Dsb2018Layout(), new BratsLayout(), new Hdf5Layout(), new MultiOrganLayout(), new NnUnetLayout()];

    /// <summary>Takes it.</summary>
    /// <param name="tellUnpaired">Told a line a file that did not pair, where there are any, before whose they are is asked or refused.</param>
    /// <exception cref="UserException">There are no data, or several ways and nobody to choose, or what is taken is at fault.</exception>
    public static FoundData Of(SetupRequest request, ISetupAnswers answers, Action<IReadOnlyList<string>>? tellUnpaired = null)
    {
        if (File.Exists(request.Path))
        {
            return Chosen(request, OfFile(request.Path), answers, [], tellUnpaired);
        }

        GivenPath.CheckFolder(null, request.Path, "Name the folder that holds images and masks.");
        var folder = DataFolder.Look(request.Path);
        var (readings, passed) = Readings(folder);
        var found = Chosen(request, readings, answers, passed, tellUnpaired);
        return found with { Notes = [.. found.Notes, .. found.Layout == ManifestLayout.LayoutName ? OfTable(folder, found, passed) : [], .. folder.WrittenNotes], Outside = Outside(folder, found.Data.Root) };
    }

    private static Reading[] OfFile(string path) =>
        ManifestLayout.IsTable(path) ? [ManifestLayout.Of(path)]
        : Hdf5Layout.IsNamed(path) ? [Hdf5Layout.Of(path)]
        : throw NoData.OfFile(path);

    /// <summary>
    /// All ways to read a folder, at least one. Images are what the first layout that knows them says, and pairs by their names where none
    /// does. Beside, the ways that are passed over since a table, or another layout, has images of theirs.
    /// </summary>
    private static (IReadOnlyList<Reading> Readings, IReadOnlyList<Reading> Passed) Readings(DataFolder folder)
    {
        List<Reading> readings = [.. new ManifestLayout().Find(folder)], passed = [];
        var listed = readings.SelectMany(reading => reading.Images).ToHashSet();
        var hasTable = readings.Count > 0;
        var known = readings.SelectMany(reading => reading.Images).ToHashSet();
        foreach (var layout in layouts)
        {
            Reading[] all = [.. layout.Find(folder)], more = Array.FindAll(all, reading => !reading.Images.Any(known.Contains));
            passed.AddRange(all.Where(reading => reading.Images.Any(listed.Contains)));
            readings.AddRange(more);
            known.UnionWith(more.SelectMany(reading => reading.Images));
        }

        // A table names those that are meant, and leaves the others out.
        if (!hasTable && PairLayout.Find(folder, [.. folder.Images.Where(image => !known.Contains(image))]) is { } others)
        {
            readings.Add(readings.Count == 0 ? others : others with { What = $"the other images: {others.What}" });
        }
        else if (readings.Count > 0 && PairLayout.Find(folder, [.. folder.Images]) is { } whole)
        {
            (readings.Count > 1 ? readings : passed).Add(whole with { What = $"all images: {whole.What}" });
        }

        return readings.Count > 0 ? (readings, passed) : throw NoData.Of(folder);
    }

    /// <param name="passed">Ways that an option may name, and that are not asked about.</param>
    private static FoundData Chosen(SetupRequest request, IReadOnlyList<Reading> readings, ISetupAnswers answers, IReadOnlyList<Reading> passed, Action<IReadOnlyList<string>>? tellUnpaired)
    {
        SetupChoice[] choices = [.. readings.Select(reading => new SetupChoice(reading.Value, reading.What))];
        var value = request.Layout ?? (choices.Length == 1
            ? choices[0].Value
            : new SetupQuestion($"{request.Path} can be read in {choices.Length} ways; which is meant?", Option, choices).Ask(answers));
        var reading = readings.Concat(passed).FirstOrDefault(reading => reading.Value == value)
            ?? throw new UserException($"{Option} {value}: {request.Path} cannot be read in this way", $"It can be read by {string.Join(", ", readings.Concat(passed).Select(reading => $"{Option} {reading.Value} ({reading.What})"))}.");
        if (reading.Unpaired.Count > 0)
        {
            tellUnpaired?.Invoke(reading.Unpaired);
        }

        return reading.Take(request, answers) with { Layout = reading.Layout };
    }

    /// <summary>What a table leaves out: images that lie beside those that it lists, and what it could be read as without it.</summary>
    private static IEnumerable<string> OfTable(DataFolder folder, FoundData found, IReadOnlyList<Reading> passed)
    {
        var listed = found.Entries.SelectMany(entry => entry.Images.Append(entry.Mask)).Where(file => !file.Contains('\0')).Select(file => Path.GetFullPath(Path.Combine(found.Folder, file))).ToHashSet(FileNameCase.Comparer);

        // What the program writes beside a set's folders are sheets of its drawings.
        var isWritten = FolderKind.IsWritten(folder.Path);
        string[] others = [.. folder.Images.Where(image => !(isWritten && !image.Contains('/')) && !listed.Contains(Path.GetFullPath(folder.At(image))))];
        if (others.Length > 0)
        {
            yield return $"not in the table: {others.Length} {(others.Length == 1 ? "image" : "images")} of the folder, such as {others[0]}; where they are meant, add their rows, or remove the table so that init makes a new one";
        }

        // A manifest that init wrote lists pairs, too.
        foreach (var other in passed.Where(other => other.Layout != PairLayout.LayoutName))
        {
            yield return $"the table is taken, and its images are {other.What}, too: where that is meant, give {Option} {other.Value}";
        }
    }

    /// <summary>The images that lie in other folders than the one that was taken; a table names its own.</summary>
    private static string[] Outside(DataFolder folder, string? root)
    {
        var place = Directory.Exists(root) ? Path.GetRelativePath(folder.Path, root).Replace(Path.DirectorySeparatorChar, '/') : ".";
        return place is "." or ".." ? [] : [.. folder.Images.Where(image => !image.StartsWith(place + "/", StringComparison.Ordinal))];
    }
}
