using System.Text.RegularExpressions;

namespace AsynDGAN.Core.Setup;

/// <summary>
/// What the folders of pairs say, the ones that all pairs share and those that tell images from masks aside: the parts, where a
/// folder is called train, validation or test, or has such a word in its name, and the levels that are left.
/// </summary>
/// <param name="Levels">Of each pair, from the outermost; all have as many.</param>
/// <param name="Parts">Of each pair: train, validation or test; empty where no folder says so.</param>
internal sealed partial record FolderLevels(IReadOnlyList<IReadOnlyList<string>> Levels, IReadOnlyList<string> Parts)
{
    private const int Listed = 3;

    // With a word behind it, as in test_set; numbers are those of patients, or of anything.
    private const string Behind = @"([ _.-]?(set|data|dataset|split))?\z";

    private const string Training = "(train|training)", Validation = "(val|valid|validation|dev|development)", Test = "(test|testing|hold[ _-]?out|held[ _-]?out)";

    // A word of its own beside others, as in 1_train or Test_Input; the second of two, as in testB, has a capital letter behind.
    private const string NoLetterBefore = @"(?<!\p{L})", NoLetterBehind = @"(set|data|dataset|split)?(?-i:(?<=[a-z])[A-Z])?(?!\p{L})";

    private static readonly (Regex Name, Regex Word, string Part)[] parts = [(TrainingName(), TrainingWord(), "train"), (ValidationName(), ValidationWord(), "validation"), (TestName(), TestWord(), "test")];

    /// <summary>How many levels are left.</summary>
    public int Depth => Levels[0].Count;

    /// <summary>The names of a level, in order.</summary>
    public IReadOnlyList<string> Names(int level) => [.. Levels.Select(own => own[level]).Distinct().Order(StringComparer.Ordinal)];

    /// <param name="place">The folder of data, for messages.</param>
    /// <param name="pairs">At least one.</param>
    /// <param name="outerAreSites">Whether an option says that the outermost folders are sites, so that one called as a part among others is none.</param>
    /// <param name="innerArePatients">Whether one says so of the innermost ones and patients.</param>
    /// <exception cref="UserException">Pairs lie at several depths, or some folders of a level are called as parts and others are not, or several as one part.</exception>
    public static FolderLevels Of(string place, IReadOnlyList<FoundPair> pairs, bool outerAreSites = false, bool innerArePatients = false)
    {
        var levels = pairs.Select(pair => pair.Folders.ToList()).ToArray();
        var names = NamesOf(levels, outerAreSites, innerArePatients);
        var named = PartLevel(names[..levels.Min(own => own.Count)]);
        foreach (var (own, _) in names.Where(level => !level.IsSaid))
        {
            RefuseSomeParts(place, own, asWords: named is null);
        }

        string[] part = named is { } ofParts ? TakeParts(levels, ofParts) : [.. pairs.Select(_ => "")];
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

    /// <summary>The parts of files by the folders that they lie in, as of pairs; null where these tell none.</summary>
    /// <param name="folders">Those of each file, from the outermost.</param>
    public static string[]? PartsOf(IReadOnlyList<IReadOnlyList<string>> folders)
    {
        var levels = folders.Select(own => own.ToList()).ToArray();
        var named = PartLevel(NamesOf(levels, outerAreSites: false, innerArePatients: false)[..levels.Min(own => own.Count)]);
        return named is { } ofParts && TakeParts(levels, ofParts) is [{ Length: > 0 }, ..] parts ? parts : null;
    }

    /// <summary>
    /// Whether a level's folders, or the values of a column, are parts: called so, of several parts, or all of one name, which says nothing
    /// (several names of one part are something else's); or with a part's word in each, as Test_Input, one of each part and one of training.
    /// </summary>
    public static bool AreParts(string[] names) => AreNamed(names)
        || (Array.TrueForAll(names, name => PartIn(name) is not null) && AreOfSeveralParts(names) && names.Select(PartIn).Distinct().Count() == names.Length);

    /// <summary>train, validation or test; null where a name is none of theirs.</summary>
    public static string? PartOf(string folder) => Array.Find(parts, part => part.Name.IsMatch(folder)).Part;

    /// <summary>train, validation or test where a word of a name says so; null where none does.</summary>
    public static string? PartIn(string name) => Array.Find(parts, part => part.Word.IsMatch(name)).Part;

    /// <summary>Where that word stands in a name; null where there is none.</summary>
    public static Capture? WordIn(string name) => Array.Find(parts, part => part.Word.IsMatch(name)).Word?.Match(name);

    /// <summary>Whether words tell parts: hospitals, too, are called Val-de-Grace or Test-Klinikum, and a part of training is always there.</summary>
    public static bool AreOfSeveralParts(IReadOnlyCollection<string> names) => names.Select(PartIn).Distinct().Count() > 1 && names.Select(PartIn).Contains("train");

    /// <summary>The level of parts: one that is called so, else one with a part's word in each name, else one folder that is called so around all.</summary>
    private static int? PartLevel((string[] Names, bool IsSaid)[] levels)
    {
        Predicate<(string[] Names, bool IsSaid)>[] kinds =
            [level => level.Names.Length > 1 && AreNamed(level.Names), level => !level.IsSaid && AreParts(level.Names) && level.Names.Length > 1, level => AreNamed(level.Names)];
        return kinds.Select(kind => Array.FindIndex(levels, kind)).Where(level => level >= 0).Cast<int?>().FirstOrDefault();
    }

    /// <summary>The part of each by its folder of a level, which is taken out of all, as is every other level that says the same; empty where all are of one name, which says nothing.</summary>
    private static string[] TakeParts(List<string>[] levels, int ofParts)
    {
        string[] part = Array.ConvertAll(levels, own => PartIn(own[ofParts])!);
        Array.ForEach(levels, own => own.RemoveAt(ofParts));
        for (var level = levels.Min(own => own.Count) - 1; level >= 0; level--)
        {
            if (levels.Zip(part).All(own => PartIn(own.First[level]) == own.Second) && levels.Select(own => own[level]).Distinct().Count() == part.Distinct().Count())
            {
                Array.ForEach(levels, own => own.RemoveAt(level));
            }
        }

        return part.Distinct().Count() > 1 ? part : Array.ConvertAll(part, _ => "");
    }

    private static bool AreNamed(string[] names) =>
        Array.TrueForAll(names, name => PartOf(name) is not null) && (names.Length == 1 || names.Select(PartOf).Distinct().Count() > 1);

    /// <summary>The names of each level, in order, and whether an option says what they are.</summary>
    private static (string[] Names, bool IsSaid)[] NamesOf(IReadOnlyList<List<string>> levels, bool outerAreSites, bool innerArePatients)
    {
        string[][] names = [.. Enumerable.Range(0, levels.Max(own => own.Count)).Select(level => levels.Where(own => own.Count > level).Select(own => own[level]).Distinct().Order(StringComparer.Ordinal).ToArray())];
        var outermost = Array.FindIndex(names, own => own.Length > 1);
        return [.. names.Select((own, level) => (own, (outerAreSites && level == outermost) || (innerArePatients && level == names.Length - 1)))];
    }

    /// <summary>A folder called test beside one called extra, or several test folders beside one of training: taken for sites or patients, those who are held out would be trained on.</summary>
    private static void RefuseSomeParts(string place, string[] names, bool asWords)
    {
        if (AreParts(names))
        {
            return;
        }

        // A word alone is a part's where there is another part's.
        var words = Array.FindAll(names, name => PartIn(name) is not null);
        var areWords = asWords && AreOfSeveralParts(words);
        string[] some = areWords ? words : Array.FindAll(names, name => PartOf(name) is not null), others = [.. names.Except(some)];
        if (some.Length > 0 && others.Length > 0)
        {
            throw new UserException(
                $"{place}: the {(some.Length == 1 ? "folder" : "folders")} {string.Join(", ", some.Take(Listed))} {(some.Length == 1 ? "is" : "are")} called as a part of the patients (train, validation or test), and {string.Join(", ", others.Take(Listed))}{(others.Length > Listed ? ", ..." : "")} beside {(some.Length == 1 ? "it" : "them")} {(others.Length == 1 ? "is" : "are")} not",
                "Where they are parts, call all of them train, validation or test, or list the images in a CSV with the columns site, patient, part, image, mask; where they are not, say what they are by --sites folder or --patients folder.");
        }

        if (areWords)
        {
            throw new UserException(
                $"{place}: the folders {string.Join(", ", names.Take(Listed))}{(names.Length > Listed ? ", ..." : "")} are called as a part of the patients (train, validation or test), several of them as one, so that they tell something else, too",
                "Where they are parts, put them into folders called train, validation or test, or list the images in a CSV with the columns site, patient, part, image, mask; where they are not, say what they are by --sites folder or --patients folder.");
        }
    }

    [GeneratedRegex(@"\A" + Training + Behind, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex TrainingName();

    [GeneratedRegex(NoLetterBefore + Training + NoLetterBehind, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex TrainingWord();

    [GeneratedRegex(@"\A" + Validation + Behind, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ValidationName();

    [GeneratedRegex(NoLetterBefore + Validation + NoLetterBehind, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ValidationWord();

    [GeneratedRegex(@"\A" + Test + Behind, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex TestName();

    [GeneratedRegex(NoLetterBefore + Test + NoLetterBehind, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex TestWord();
}
