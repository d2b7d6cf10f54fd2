namespace AsynDGAN.Core.Setup;

/// <summary>
/// What the folders of pairs say, the ones that all pairs share and those that tell images from masks aside: the parts, where a
/// folder is called train, validation or test, and the levels that are left.
/// </summary>
/// <param name="Levels">Of each pair, from the outermost; all have as many.</param>
/// <param name="Parts">Of each pair: train, validation or test; empty where no folder says so.</param>
internal sealed record FolderLevels(IReadOnlyList<IReadOnlyList<string>> Levels, IReadOnlyList<string> Parts)
{
    private static readonly Dictionary<string, string> parts = new(StringComparer.OrdinalIgnoreCase)
    {
        ["train"] = "train",
        ["training"] = "train",
        ["val"] = "validation",
        ["valid"] = "validation",
        ["validation"] = "validation",
        ["test"] = "test",
        ["testing"] = "test",
    };

    /// <summary>How many levels are left.</summary>
    public int Depth => Levels[0].Count;

    /// <summary>The names of a level, in order.</summary>
    public IReadOnlyList<string> Names(int level) => [.. Levels.Select(own => own[level]).Distinct().Order(StringComparer.Ordinal)];

    /// <exception cref="UserException">Pairs lie at several depths.</exception>
    public static FolderLevels Of(string place, IReadOnlyList<FoundPair> pairs)
    {
        var levels = pairs.Select(pair => pair.Folders.ToList()).ToArray();
        var part = new string[pairs.Count];
        Array.Fill(part, "");
        if (Enumerable.Range(0, levels.Min(own => own.Count)).Where(level => Array.TrueForAll(levels, own => parts.ContainsKey(own[level]))).Cast<int?>().FirstOrDefault() is { } named)
        {
            for (var i = 0; i < levels.Length; i++)
            {
                part[i] = parts[levels[i][named]];
                levels[i].RemoveAt(named);
            }

            // Of one name it says nothing.
            if (part.Distinct().Count() == 1)
            {
                Array.Fill(part, "");
            }
        }

        while (levels[0].Count > 0 && Array.TrueForAll(levels, own => own.Count > 0 && own[0] == levels[0][0]))
        {
            Array.ForEach(levels, own => own.RemoveAt(0));
        }

        var (least, most) = (levels.Min(own => own.Count), levels.Max(own => own.Count));
        if (least < most)
        {
            var (shallow, deep) = (pairs[Array.FindIndex(levels, own => own.Count == least)], pairs[Array.FindIndex(levels, own => own.Count == most)]);
            throw new UserException(
                $"{place}: images lie at several depths, such as {shallow.Images[0]} and {deep.Images[0]}, so that their folders cannot be read as sites or patients",
                "Put them all at one depth, such as SITE/PATIENT/image.png, or list them in a CSV with the columns site, patient, image, mask.");
        }

        return new FolderLevels(levels, part);
    }
}
