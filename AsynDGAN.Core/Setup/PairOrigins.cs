using AsynDGAN.Core.Data.Sources;

namespace AsynDGAN.Core.Setup;

/// <summary>Whose each pair is: its site and its patient, by folders and names, and by questions where these say it in two ways.</summary>
internal sealed class PairOrigins
{
    private const string PatientsOption = "--patients", SitesOption = "--sites", ByFolder = "folder", ByOuterFolder = "outer-folder", ByName = "name", ByPicture = "picture", ByVisit = "visit", ByVisitName = "visit-name";
    private const string Same = "same-", NoSite = "all";
    private const int Named = 3, FewestPatients = 4;

    private readonly string place;
    private readonly IReadOnlyList<FoundPair> pairs;
    private readonly FolderLevels folders;
    private readonly SetupRequest request;
    private readonly ISetupAnswers answers;
    private readonly string image;

    // Of each pair, empty where nothing tells it; and by what they are told.
    private readonly IReadOnlyList<string> parts;
    private readonly string? partsNote;
    private readonly bool partsAreNamed;

    // How patients are told, null until it is known; and whether one name in several of the outermost folders is one patient.
    private string? by;
    private bool areSame, mayBeSame;

    // Levels below the outermost that are called as visits or kinds of images are, and tell no patients: those above a patient's, or all there are.
    private readonly int[] visits;

    /// <param name="place">The folder of data, for messages.</param>
    /// <param name="pairs">At least one.</param>
    /// <param name="isVolume">Whether they are volumes, which are no pictures.</param>
    /// <exception cref="UserException">They lie at several depths, or folders or names of some alone tell parts.</exception>
    public PairOrigins(string place, IReadOnlyList<FoundPair> pairs, bool isVolume, SetupRequest request, ISetupAnswers answers)
    {
        (this.place, this.pairs, this.request, this.answers, image) = (place, pairs, request, answers, isVolume ? "volume" : "picture");
        Take(request.Patients);
        folders = FolderLevels.Of(place, pairs, outerAreSites: request.Sites == SiteWish.Folder, innerArePatients: by is ByFolder or ByOuterFolder);
        (parts, partsNote) = (folders.Parts, "parts: by the folders called train, validation or test");
        if (parts[0].Length == 0)
        {
            (var named, partsNote) = NamedParts.OfAll(place, [.. pairs.Select(pair => pair.Images[0])]);
            (parts, partsAreNamed) = (named ?? parts, named is not null);
        }

        var last = Enumerable.Range(0, folders.Depth).LastOrDefault(level => level == 0 || !AreVisits(level));
        visits = [.. Enumerable.Range(0, folders.Depth).Where(level => level > 0 && (level < last || last == 0) && AreVisits(level))];
    }

    /// <summary>What was taken for what, a line each.</summary>
    public List<string> Notes { get; } = [];

    /// <summary>The lines of the manifest, and what sites are made of.</summary>
    /// <exception cref="UserException">There is a question and nobody to answer it, or an option does not fit.</exception>
    public (IReadOnlyList<ManifestEntry> Entries, SiteWish Sites) Find()
    {
        CheckPatientsOption();
        var wish = request.Sites is { } text ? SiteWish.Parse(text) : null;
        CheckSites(wish);
        AskVisits(wish);
        (var folderIsSite, wish) = OutermostFolders(wish);
        mayBeSame = folderIsSite && MayBeSame(wish);
        var siteLevels = folderIsSite ? 1 : 0;
        var site = folders.Levels.Select(own => folderIsSite ? own[0] : NoSite).ToArray();
        var (patient, told) = by is ByVisit or ByVisitName ? OfVisits(siteLevels) : folders.Depth > siteLevels && by is null or ByFolder or ByOuterFolder ? OfFolders(site, siteLevels) : OfNames(site, siteLevels);
        patient = told == ByPicture ? ApartByPart(site, patient) : patient;
        if (AreSame(site, patient, told, wish))
        {
            // Visits, or kinds of images, are no sites.
            folderIsSite = false;
            Array.Fill(site, NoSite);
        }

        if (by == ByOuterFolder && told != ByOuterFolder && folderIsSite && OutermostMayBePatients(wish))
        {
            // That was the answer.
            Notes.Clear();
            return Find();
        }

        CheckParts(site, patient);
        var patients = site.Zip(patient).Distinct().ToArray();
        if (wish is null && !folderIsSite && patients.Length < FewestPatients)
        {
            throw new UserException($"{place}: {patients.Length} {(patients.Length == 1 ? "patient is" : "patients are")} too few for two sites, each of which needs patients to train on and patients to test on", "Add patients.");
        }

        wish ??= folderIsSite ? new SiteWish(SiteWish.Folder) : SiteWish.Parse(new SetupQuestion(
            $"{place}: nothing tells of which hospitals its {patients.Length} patients are, and AsynDGAN learns from several (where you know it: put their images into a folder each)",
            SitesOption, SiteWish.Cuts(patients.Length)).Ask(answers));
        if (folderIsSite && !wish.IsCut)
        {
            Notes.Insert(0, $"sites: one a folder ({Listed(folders.Names(0))})");
        }

        var alike = patients.GroupBy(own => own.Second).Any(name => name.Count() > 1);
        if (alike)
        {
            Notes.Add($"patients of several {(wish.IsCut ? "folders" : "sites")} have one name: their {(wish.IsCut ? "folders" : "sites")} stand before their names; where they are the same patients, give {PatientsOption} {Same}{told} and a cut into sites");
        }

        if (Notes.Exists(note => note.Contains(PatientsOption)))
        {
            Notes.Add($"another init reads the manifest that this one writes: to tell patients otherwise, give --layout {PairLayout.LayoutName} too, or remove the manifest first");
        }

        if (partsNote is not null)
        {
            Notes.Add(partsNote);
        }

        return ([.. pairs.Select((pair, i) => new ManifestEntry(site[i], alike ? $"{site[i]}/{patient[i]}" : patient[i], pair.Images, pair.Mask, parts[i]))], wish);
    }

    private void Take(string? answer) => (areSame, by) = answer?.StartsWith(Same, StringComparison.Ordinal) == true ? (true, answer[Same.Length..]) : (false, answer);

    private void CheckPatientsOption()
    {
        if (by is not (null or ByFolder or ByOuterFolder or ByName or ByPicture or ByVisit or ByVisitName))
        {
            throw new UserException(
                $"{PatientsOption} {request.Patients}: that is none of {ByFolder}, {ByOuterFolder}, {ByName} and {ByPicture}, by which the images of a folder are told apart",
                $"{Same} may stand before it, where one name in several folders is one patient; {ByVisit} and {ByVisitName} are for folders called as visits within others. A column can be named where {place} is a CSV.");
        }

        if (by is ByFolder or ByOuterFolder && folders.Depth == 0)
        {
            throw new UserException($"{PatientsOption} {request.Patients}: the images of {place} do not lie in folders of their own", $"Give {PatientsOption} {ByName} or {PatientsOption} {ByPicture}.");
        }

        if (by is ByVisit or ByVisitName && visits.Length == 0)
        {
            throw new UserException($"{PatientsOption} {request.Patients}: no folders within the outermost ones of {place} are called as visits or kinds of {image}s are, such as ses-1 or T1", $"Give {PatientsOption} {ByFolder}, {PatientsOption} {ByName} or {PatientsOption} {ByPicture}.");
        }
    }

    private void CheckSites(SiteWish? wish)
    {
        if (wish?.Kind == SiteWish.OfColumn)
        {
            throw new UserException($"{SitesOption} {request.Sites}: {place} has no table with columns", "Name a CSV with the columns patient, image and mask and that one, or give --sites folder.");
        }

        if (wish?.Kind == SiteWish.Folder && folders.Depth == 0)
        {
            throw new UserException($"{SitesOption} folder: all images of {place} lie in one folder", "Put them into a folder a site, or cut sites by --sites random:N or --sites tumour-size:N.");
        }

        if (wish?.Kind == SiteWish.Folder && areSame)
        {
            throw new UserException(
                $"{SitesOption} folder {PatientsOption} {request.Patients}: a patient belongs to one site, and the patients of several folders of {place} cannot be the same where these are sites",
                "Cut sites by --sites random:N or --sites tumour-size:N.");
        }

        if (wish?.Kind == SiteWish.Folder && folders.Depth == 1 && by is ByFolder or ByOuterFolder)
        {
            throw new UserException($"{SitesOption} folder {PatientsOption} {request.Patients}: the images of {place} lie in one level of folders, which cannot be both", "Give one of the two.");
        }

        if (wish?.Kind == SiteWish.Folder && by == ByOuterFolder && (folders.Depth == 2 || OnlyVisitsBelow))
        {
            throw new UserException(
                $"{SitesOption} folder {PatientsOption} {request.Patients}: the outermost folders of {place} ({Listed(folders.Names(0))}) cannot be both, and no outer ones of patients lie within them",
                $"Give one of the two, or {PatientsOption} {ByFolder}.");
        }
    }

    private bool AreVisits(int level) => folders.Names(level).All(FolderName.IsVisit);

    private bool OnlyVisitsBelow => visits.Length > 0 && visits.Length == folders.Depth - 1;

    /// <summary>Whether the outermost folders may be those that outer-folder means: there are no others above the innermost ones.</summary>
    private bool OutermostMayBePatients(SiteWish? wish) => wish?.Kind != SiteWish.Folder && (folders.Depth == 2 || OnlyVisitsBelow);

    /// <summary>Folders within the outermost ones that are called as visits or kinds of images are no patients, unless that is said.</summary>
    private void AskVisits(SiteWish? wish)
    {
        if (by is not null || visits.Length == 0 || (wish?.Kind != SiteWish.Folder && AreCalledPatients(folders.Names(0))))
        {
            return;
        }

        mayBeSame = MayBeSame(wish);
        string[] outer = [.. folders.Levels.Select(own => own[0])], names = NamesOfVisits(1), inner = [.. folders.Levels.Select(own => string.Join('/', own.Skip(1)))];
        var begun = new NameBeginnings(names, outer);
        Asked(
            $"{place}: its folders {Listed(folders.Names(visits[0]))} within others are called as visits or kinds of {image}s are: whose are the {image}s in them (where no answer fits, list them in a CSV with the columns site, patient, image, mask)?",
            [
                .. OrSame(new(ByVisit, $"{Count(names)} patients, such as {names[0]}: one name in several of these folders, of one outermost folder, is one patient")),
                .. OnlyVisitsBelow && begun.Tell ? OrSame(new(ByVisitName, $"{begun.Count} patients, likewise, by what stands before {begun.Before} of the names, such as {begun.All[0]}")) : [],
                .. OnlyVisitsBelow && wish?.Kind != SiteWish.Folder ? new[] { new SetupChoice(ByOuterFolder, $"{folders.Names(0).Count} patients, the outermost folders, such as {outer[0]}") } : [],
                .. OrSame(new(ByFolder, $"{Count(inner)} patients, a folder each, such as {inner[0]}")),
            ]);

        int Count(string[] own) => outer.Zip(own).Distinct().Count();
    }

    /// <summary>Of each pair, the folders below the sites that are none of visits; where there are none, its own name.</summary>
    private string[] NamesOfVisits(int siteLevels) =>
        [.. pairs.Select((pair, i) => folders.Levels[i].Where((_, level) => level >= siteLevels && !visits.Contains(level)).ToArray() is { Length: > 0 } own ? string.Join('/', own) : NameOf(pair))];

    private (string[] Patients, string Told) OfVisits(int siteLevels)
    {
        var names = NamesOfVisits(siteLevels);
        var patient = by == ByVisitName ? [.. new NameBeginnings(names, [.. folders.Levels.Select(own => own[0])]).All] : names;
        Notes.Add($"patients: one name in several of the folders {Listed(folders.Names(visits[0]))} is one patient's, such as {patient[0]}");
        return (patient, by!);
    }

    private static string NameOf(FoundPair pair) => pair.Name.Length > 0 ? pair.Name : DataFolder.Stem(pair.Images[0]);

    private static bool AreCalledPatients(IReadOnlyList<string> names) => names.All(name => FolderName.IsPatient(name) && !FolderName.IsSite(name));

    /// <summary>Whether the outermost folders are sites; else they are patients, or there are none. And what was answered by the way.</summary>
    private (bool FolderIsSite, SiteWish? Wish) OutermostFolders(SiteWish? wish)
    {
        if (folders.Depth == 0)
        {
            return (false, wish);
        }

        var names = folders.Names(0);
        var isSite = (folders.Depth, wish?.Kind, by) switch
        {
            (_, SiteWish.Folder, _) => true,
            ( > 1, _, ByOuterFolder) when OutermostMayBePatients(wish) => false,
            ( > 1, _, _) when AreCalledPatients(names) => false,
            ( > 1, _, null) when OutermostMayBePatients(wish) && AreNumberedAsPatients(names) => null,
            ( > 1, _, _) or (_, _, ByName or ByPicture) => true,
            (_, _, ByFolder or ByOuterFolder) => false,
            _ when names.All(FolderName.IsSite) => true,
            _ when names.All(FolderName.IsPatient) => false,

            // As patients they would be too few for two sites, or they hold the same ones.
            _ when wish is null && (names.Count < FewestPatients || (names.All(FolderName.IsVisit) && MayBeSame(wish))) => true,
            _ => (bool?)null,
        };
        var question = $"{place}: are its {names.Count} folders ({Listed(names)}) sites or patients?";
        if (isSite is null && folders.Depth > 1)
        {
            mayBeSame = MayBeSame(wish);
            return (Asked(question, [
                new(ByOuterFolder, $"{names.Count} patients, such as {names[0]}, with folders each, such as {folders.Levels[0][1]}"),
                .. OrSame(new(ByFolder, $"a folder is a site, and those in it, such as {folders.Levels[0][1]}, are patients"))]) != ByOuterFolder, wish);
        }

        if (isSite is null && wish is null)
        {
            var cuts = SiteWish.Cuts(names.Count).Select(cut => cut with { Meaning = $"a folder is a patient; {cut.Meaning}" });
            wish = SiteWish.Parse(new SetupQuestion(question, SitesOption, [new SetupChoice(SiteWish.Folder, "a folder is a site"), .. cuts]).Ask(answers));
            isSite = wish.Kind == SiteWish.Folder;
        }

        if (isSite is null)
        {
            mayBeSame = MayBeSame(wish);
            isSite = Asked(question, [new(ByFolder, "a folder is a patient"), .. OrSame(new(ByPicture, $"a folder is a site, and every {image} of another patient"), $"a folder is a visit, or a kind of {image}s: one name in several folders is one patient")]) != ByFolder;
        }

        return (isSite.Value, wish);
    }

    /// <summary>Whether folders with others in them may be patients with several each: all are numbered, and none and nothing in them is called otherwise. Fewer would be too few patients.</summary>
    private bool AreNumberedAsPatients(IReadOnlyList<string> names) =>
        names.Count >= FewestPatients && names.All(FolderName.IsNumbered) && !names.All(FolderName.IsSite) && !AreCalledPatients(folders.Names(1));

    /// <summary>
    /// Whether one name in several of the outermost folders may be one patient, who would be in training and test alike: where these are
    /// called as visits or kinds of images are, where they share most names of others than visits and these are not counted (hospitals, too,
    /// number their patients from 1), or where sites are cut otherwise.
    /// </summary>
    private bool MayBeSame(SiteWish? wish)
    {
        var names = folders.Levels.Zip(pairs, (own, pair) => (Outer: own[0], Name: own.Count > 1 ? own[1] : NameBeginnings.Of(pair.Name))).Distinct().Where(own => own.Name.Length > 0).GroupBy(own => own.Name).ToArray();
        var shared = names.Count(name => name.Count() > 1);
        return shared > 0 && (wish is null ? folders.Names(0).All(FolderName.IsVisit) || (visits.Length == 0 && names.Length > 1 && 2 * shared > names.Length && !AreCounted()) : wish.IsCut);

        // Of scan_001 the beginning is the same everywhere, and has no number.
        bool AreCounted() => FolderName.AreCounted([.. folders.Levels.Zip(pairs, (own, pair) => own.Count > 1 ? own[1] : pair.Name).Distinct()]);
    }

    /// <summary>A choice, and the one with the same patients in several folders where that may be.</summary>
    private IEnumerable<SetupChoice> OrSame(SetupChoice choice, string? same = null) =>
        mayBeSame ? [choice, new(Same + choice.Value, same ?? $"{choice.Meaning}; one name in several of {Listed(folders.Names(0))} is one patient")] : [choice];

    private string? Asked(string question, IReadOnlyList<SetupChoice> choices)
    {
        Take(new SetupQuestion(question, PatientsOption, choices).Ask(answers));
        return by;
    }

    /// <summary>Whether patients of one name in several of the outermost folders are the same, which is asked where they may be and nothing was answered.</summary>
    /// <param name="told">How patients were told.</param>
    private bool AreSame(string[] site, string[] patient, string told, SiteWish? wish)
    {
        var all = site.Zip(patient).Distinct().ToArray();
        var shared = all.GroupBy(own => own.Second).FirstOrDefault(name => name.Count() > 1)?.Key;
        if (areSame && shared is null)
        {
            throw new UserException($"{PatientsOption} {Same}{by}: no patients of {place} have one name in several folders", $"Give {PatientsOption} {by}.");
        }

        if (shared is null || !(areSame || (mayBeSame && by is null)))
        {
            return false;
        }

        var (names, count) = (Listed(folders.Names(0)), patient.Distinct().Count());
        if (!areSame)
        {
            Asked($"{place}: are patients of one name in its folders {names} the same (such as {shared})?", [
                new(Same + told, $"{count} patients, the same in several folders, as of visits or kinds of images"),
                new(told, $"{all.Length} patients: those of one name are others, as of several hospitals"),
                .. told == ByFolder && (wish?.IsCut == true || folders.Names(0).Count >= FewestPatients) && OutermostMayBePatients(wish) ? new[] { new SetupChoice(ByOuterFolder, $"{folders.Names(0).Count} patients, the outermost folders, such as {site[0]}") } : []]);
        }

        if (areSame)
        {
            Notes[0] = $"patients: {count}, one name in several of the folders {names} being one patient's, such as {shared}";
        }

        return areSame;
    }

    /// <summary>The patients by folders, and how: of several levels the innermost may be a patient's, or a visit of an outer one's.</summary>
    private (string[] Patients, string Told) OfFolders(string[] site, int siteLevels)
    {
        string[] inner = [.. folders.Levels.Select(own => string.Join('/', own.Skip(siteLevels)))], outer = [.. folders.Levels.Select(own => own[siteLevels])];
        var (innermost, patients) = (site.Zip(inner).Distinct().Count(), site.Zip(outer).Distinct().Count());
        var isOuter = (siteLevels == 0 && by == ByOuterFolder && folders.Depth > 1) || (innermost > patients && (by ?? (outer.All(FolderName.IsPatient) ? ByOuterFolder : Asked(
            $"{place}: are its images of {innermost} patients, by their innermost folders (such as {inner[0]}), or of {patients}, by the outer ones (such as {outer[0]})?",
            [.. OrSame(new(ByOuterFolder, $"{patients} patients, such as {outer[0]}, with several folders each")), .. OrSame(new(ByFolder, $"{innermost} patients, such as {inner[0]}"))]))) == ByOuterFolder);
        var patient = isOuter ? outer : inner;
        Notes.Add($"patients: one {(isOuter ? "an outer" : "a")} folder, such as {patient[0]}");
        return (patient, isOuter ? ByOuterFolder : ByFolder);
    }

    /// <summary>The patients by the files' names, and how: one a picture, or the beginnings of the names.</summary>
    private (string[] Patients, string Told) OfNames(string[] site, int siteLevels)
    {
        string[] whole = [.. pairs.Select((pair, i) => string.Join('/', folders.Levels[i].Skip(siteLevels).Append(NameOf(pair))))];
        var begun = new NameBeginnings(whole, site, partsAreNamed);
        var choice = by ?? (begun.Tell
            ? Asked(
                $"{place}: are the {pairs.Count} {image}s of {pairs.Count} patients, or of {begun.Count}, by what stands before {begun.Before} of their names (such as {begun.All[0]} of {whole[0]})?",
                [.. OrSame(new(ByName, $"{begun.Count} patients, such as {begun.All[0]}")), .. OrSame(new(ByPicture, $"every {image} is of another patient"))])
            : ByPicture);
        if (choice == ByName && !begun.AreShared)
        {
            throw new UserException($"{PatientsOption} {ByName}: no two {image}s of a site have the same name before their last _ or -, such as {begun.All[0]} of {whole[0]}", $"Give {PatientsOption} {ByPicture}.");
        }

        Notes.Add(choice == ByName ? $"patients: {begun.Count}, by what stands before {begun.Before} of the names, such as {begun.All[0]}" : $"patients: every {image} is of another patient; where that is wrong, {(begun.AreShared ? $"give {PatientsOption} {ByName}, put them into a folder a patient" : $"put them into a folder a patient (then {PatientsOption} {ByFolder})")}, or write a CSV");
        return choice == ByName ? ([.. begun.All], ByName) : (whole, ByPicture);
    }

    /// <summary>Where every picture is of another patient, names that begin anew in each part are of different ones.</summary>
    private string[] ApartByPart(string[] site, string[] patient)
    {
        if (site.Zip(patient).Distinct().Count() == pairs.Count)
        {
            return patient;
        }

        Notes.Add($"{image}s of several parts have one name: their parts stand before their names");
        return [.. patient.Zip(parts, (name, part) => $"{part}/{name}")];
    }

    private void CheckParts(string[] site, string[] patient)
    {
        var own = Enumerable.Range(0, pairs.Count).GroupBy(i => (site[i], patient[i])).FirstOrDefault(one => one.Select(i => parts[i]).Distinct().Count() > 1);
        if (own?.ToArray() is [var first, ..] all)
        {
            var other = all.First(i => parts[i] != parts[first]);
            throw new UserException(
                $"{place}: the patient {patient[first]} lies in several parts, as {pairs[first].Images[0]} and {pairs[other].Images[0]}, and a patient belongs to one",
                "Where they are one patient's, put them into one part; where names begin anew in each part, rename them, or list all images in a CSV with the columns site, patient, part, image, mask"
                + $"{(partsAreNamed ? "; where the words in the names tell no parts, list them without the column part" : "")}.");
        }
    }

    private static string Listed(IReadOnlyList<string> names) => string.Join(", ", names.Take(Named)) + (names.Count > Named ? ", ..." : "");
}
