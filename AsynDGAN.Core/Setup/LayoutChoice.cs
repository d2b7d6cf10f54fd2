using AsynDGAN.Core.Data.Sources;

namespace AsynDGAN.Core.Setup;

/// <summary>How a place is read: in the one way that is possible, or in the one that is chosen.</summary>
internal static class LayoutChoice
{
    private const string Option = "--layout";

    private static readonly ILayout[] layouts = [new LggMriLayout(), new Dsb2018Layout(), new BratsLayout(), new Hdf5Layout(), new MultiOrganLayout(), new NnUnetLayout()];

    /// <summary>Takes it.</summary>
    /// <exception cref="UserException">There are no data, or several ways and nobody to choose, or what is taken is at fault.</exception>
    public static FoundData Of(SetupRequest request, ISetupAnswers answers)
    {
        if (File.Exists(request.Path))
        {
            return Chosen(request, OfFile(request.Path), answers);
        }

        GivenPath.CheckFolder(null, request.Path, "Name the folder that holds images and masks.");
        var folder = DataFolder.Look(request.Path);
        var found = Chosen(request, Readings(folder), answers);
        return found with { Notes = [.. found.Notes, .. folder.WrittenNotes], Outside = Outside(folder, found.Data.Root) };
    }

    private static Reading[] OfFile(string path) =>
        ManifestLayout.IsTable(path) ? [ManifestLayout.Of(path)]
        : Hdf5Layout.IsNamed(path) ? [Hdf5Layout.Of(path)]
        : throw NoData.OfFile(path);

    /// <summary>All ways to read a folder, at least one. Images are what the first layout that knows them says, and pairs by their names where none does.</summary>
    private static IReadOnlyList<Reading> Readings(DataFolder folder)
    {
        List<Reading> readings = [.. new ManifestLayout().Find(folder)];
        var hasTable = readings.Count > 0;
        var known = readings.SelectMany(reading => reading.Images).ToHashSet();
        foreach (var layout in layouts)
        {
            Reading[] more = [.. layout.Find(folder).Where(reading => !reading.Images.Any(known.Contains))];
            readings.AddRange(more);
            known.UnionWith(more.SelectMany(reading => reading.Images));
        }

        // A table names those that are meant, and leaves the others out.
        if (!hasTable && PairLayout.Find(folder, [.. folder.Images.Where(image => !known.Contains(image))]) is { } others)
        {
            readings.Add(readings.Count == 0 ? others : others with { What = $"the other images: {others.What}" });
        }
        else if (readings.Count > 1 && PairLayout.Find(folder, [.. folder.Images]) is { } all)
        {
            readings.Add(all with { What = $"all images: {all.What}" });
        }

        return readings.Count > 0 ? readings : throw NoData.Of(folder);
    }

    private static FoundData Chosen(SetupRequest request, IReadOnlyList<Reading> readings, ISetupAnswers answers)
    {
        SetupChoice[] choices = [.. readings.Select(reading => new SetupChoice(reading.Value, reading.What))];
        var value = request.Layout ?? (choices.Length == 1
            ? choices[0].Value
            : new SetupQuestion($"{request.Path} can be read in {choices.Length} ways; which is meant?", Option, choices).Ask(answers));
        var reading = readings.FirstOrDefault(reading => reading.Value == value)
            ?? throw new UserException($"{Option} {value}: {request.Path} cannot be read in this way", $"It can be read by {string.Join(", ", choices.Select(choice => $"{Option} {choice.Value} ({choice.Meaning})"))}.");
        return reading.Take(request, answers) with { Layout = reading.Layout };
    }

    /// <summary>The images that lie in other folders than the one that was taken; a table names its own.</summary>
    private static string[] Outside(DataFolder folder, string? root)
    {
        var place = Directory.Exists(root) ? Path.GetRelativePath(folder.Path, root).Replace(Path.DirectorySeparatorChar, '/') : ".";
        return place is "." or ".." ? [] : [.. folder.Images.Where(image => !image.StartsWith(place + "/", StringComparison.Ordinal))];
    }
}
