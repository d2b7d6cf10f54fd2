using System.Text.RegularExpressions;
using AsynDGAN.Core.Data.Sources;

namespace AsynDGAN.Core.Setup;

/// <summary>Whose each pair is: its site and its patient, by folders and names, and by questions where these say it in two ways.</summary>
internal sealed partial class PairOrigins
{
    private const string PatientsOption = "--patients", SitesOption = "--sites", ByFolder = "folder", ByOuterFolder = "outer-folder", ByName = "name", ByPicture = "picture";
    private const string NoSite = "all";
    private const int Named = 3, FewestPatients = 4;

    private readonly string place;
    private readonly IReadOnlyList<FoundPair> pairs;
    private readonly FolderLevels folders;
    private readonly SetupRequest request;
    private readonly ISetupAnswers answers;
    private readonly string image;

    /// <param name="place">The folder of data, for messages.</param>
    /// <param name="pairs">At least one.</param>
    /// <param name="isVolume">Whether they are volumes, which are no pictures.</param>
    /// <exception cref="UserException">They lie at several depths.</exception>
    public PairOrigins(string place, IReadOnlyList<FoundPair> pairs, bool isVolume, SetupRequest request, ISetupAnswers answers)
    {
        (this.place, this.pairs, this.request, this.answers, image) = (place, pairs, request, answers, isVolume ? "volume" : "picture");
        folders = FolderLevels.Of(place, pairs, outerAreSites: request.Sites == SiteWish.Folder, innerArePatients: request.Patients is ByFolder or ByOuterFolder);
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
        (var folderIsSite, wish) = OutermostFolders(wish);
        var siteLevels = folderIsSite ? 1 : 0;
        var site = folders.Levels.Select(own => folderIsSite ? own[0] : NoSite).ToArray();
        string[] patient;
        if (folders.Depth > siteLevels && request.Patients is null or ByFolder or ByOuterFolder)
        {
            patient = OfFolders(site, siteLevels);
        }
        else
        {
            (patient, var isPicture) = OfNames(site, siteLevels);
            patient = isPicture ? ApartByPart(site, patient) : patient;
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
        var alike = patients.GroupBy(own => own.Second).Any(name => name.Count() > 1);
        if (alike)
        {
            Notes.Add("patients of several sites have one name: their sites stand before their names");
        }

        if (folders.Parts.Any(part => part.Length > 0))
        {
            Notes.Add("parts: by the folders called train, validation or test");
        }

        return ([.. pairs.Select((pair, i) => new ManifestEntry(site[i], alike ? $"{site[i]}/{patient[i]}" : patient[i], pair.Images, pair.Mask, folders.Parts[i]))], wish);
    }

    private void CheckPatientsOption()
    {
        if (request.Patients is not (null or ByFolder or ByOuterFolder or ByName or ByPicture))
        {
            throw new UserException($"{PatientsOption} {request.Patients}: that is none of {ByFolder}, {ByOuterFolder}, {ByName} and {ByPicture}, by which the images of a folder are told apart", $"A column can be named where {place} is a CSV.");
        }

        if (request.Patients is ByFolder or ByOuterFolder && folders.Depth == 0)
        {
            throw new UserException($"{PatientsOption} {request.Patients}: the images of {place} do not lie in folders of their own", $"Give {PatientsOption} {ByName} or {PatientsOption} {ByPicture}.");
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

        if (wish?.Kind == SiteWish.Folder && folders.Depth == 1 && request.Patients is ByFolder or ByOuterFolder)
        {
            throw new UserException($"{SitesOption} folder {PatientsOption} {request.Patients}: the images of {place} lie in one level of folders, which cannot be both", "Give one of the two.");
        }
    }

    /// <summary>Whether the outermost folders are sites; else they are patients, or there are none. And what was answered by the way.</summary>
    private (bool FolderIsSite, SiteWish? Wish) OutermostFolders(SiteWish? wish)
    {
        if (folders.Depth == 0)
        {
            return (false, wish);
        }

        var names = folders.Names(0);
        var isSite = (folders.Depth, wish?.Kind, request.Patients) switch
        {
            (_, SiteWish.Folder, _) => true,
            ( > 1, _, _) when names.All(name => PatientWord().IsMatch(name) && !SiteWord().IsMatch(name)) => false,
            ( > 1, _, _) or (_, _, ByName or ByPicture) => true,
            (_, _, ByFolder or ByOuterFolder) => false,
            _ when names.All(name => SiteWord().IsMatch(name)) => true,
            _ when names.All(name => PatientWord().IsMatch(name)) => false,

            // As patients they would be too few for two sites.
            _ when wish is null && names.Count < FewestPatients => true,
            _ => (bool?)null,
        };
        var question = $"{place}: are its {names.Count} folders ({Listed(names)}) sites or patients?";
        if (isSite is null && wish is null)
        {
            var cuts = SiteWish.Cuts(names.Count).Select(cut => cut with { Meaning = $"a folder is a patient; {cut.Meaning}" });
            wish = SiteWish.Parse(new SetupQuestion(question, SitesOption, [new SetupChoice(SiteWish.Folder, "a folder is a site"), .. cuts]).Ask(answers));
            isSite = wish.Kind == SiteWish.Folder;
        }

        isSite ??= new SetupQuestion(question, PatientsOption, [new(ByFolder, "a folder is a patient"), new(ByPicture, $"a folder is a site, and every {image} of another patient")]).Ask(answers) != ByFolder;
        if (isSite.Value)
        {
            Notes.Add($"sites: one a folder ({Listed(names)})");
        }

        return (isSite.Value, wish);
    }

    /// <summary>The patients by folders: of several levels the innermost may be a patient's, or a visit of an outer one's.</summary>
    private string[] OfFolders(string[] site, int siteLevels)
    {
        string[] inner = [.. folders.Levels.Select(own => string.Join('/', own.Skip(siteLevels)))], outer = [.. folders.Levels.Select(own => own[siteLevels])];
        var (visits, patients) = (site.Zip(inner).Distinct().Count(), site.Zip(outer).Distinct().Count());
        var isOuter = visits > patients && (request.Patients ?? (outer.All(name => PatientWord().IsMatch(name)) ? ByOuterFolder : new SetupQuestion(
            $"{place}: are its images of {visits} patients, by their innermost folders (such as {inner[0]}), or of {patients}, by the outer ones (such as {outer[0]})?",
            PatientsOption, [new(ByOuterFolder, $"{patients} patients, such as {outer[0]}, with several folders each"), new(ByFolder, $"{visits} patients, such as {inner[0]}")]).Ask(answers))) == ByOuterFolder;
        var patient = isOuter ? outer : inner;
        Notes.Add($"patients: one {(isOuter ? "an outer" : "a")} folder, such as {patient[0]}");
        return patient;
    }

    /// <summary>The patients by the files' names: one a picture, or what stands before the last _ or -.</summary>
    private (string[] Patients, bool ArePictures) OfNames(string[] site, int siteLevels)
    {
        string[] whole = [.. pairs.Select((pair, i) => string.Join('/', folders.Levels[i].Skip(siteLevels).Append(pair.Name.Length > 0 ? pair.Name : DataFolder.Stem(pair.Images[0]))))];
        string[] begun = [.. whole.Select(name => LastPart().Replace(name, ""))];
        var groups = begun.Zip(site).GroupBy(own => own).ToArray();

        // One name may lie in several parts.
        var several = begun.Zip(site, whole).GroupBy(own => (own.First, own.Second)).Any(group => group.Select(own => own.Third).Distinct().Count() > 1);

        // Names such as scan_001 say the same of every picture of a site.
        var tells = several && groups.GroupBy(own => own.Key.Second).Any(own => own.Count() > 1 && own.Any(group => group.Count() > 1));
        var choice = request.Patients ?? (tells
            ? new SetupQuestion(
                $"{place}: are the {pairs.Count} {image}s of {pairs.Count} patients, or of {groups.Length}, by what stands before the last _ or - of their names (such as {begun[0]} of {whole[0]})?",
                PatientsOption, [new(ByName, $"{groups.Length} patients, such as {begun[0]}"), new(ByPicture, $"every {image} is of another patient")]).Ask(answers)
            : ByPicture);
        if (choice == ByName && !several)
        {
            throw new UserException($"{PatientsOption} {ByName}: no two {image}s of a site have the same name before their last _ or -, such as {begun[0]} of {whole[0]}", $"Give {PatientsOption} {ByPicture}.");
        }

        Notes.Add(choice == ByName ? $"patients: {groups.Length}, by what stands before the last _ or - of the names, such as {begun[0]}" : $"patients: every {image} is of another patient; where that is wrong, give {PatientsOption} {ByName}, put them into a folder a patient, or write a CSV");
        return choice == ByName ? (begun, false) : (whole, true);
    }

    /// <summary>Where every picture is of another patient, names that begin anew in each part are of different ones.</summary>
    private string[] ApartByPart(string[] site, string[] patient)
    {
        if (site.Zip(patient).Distinct().Count() == pairs.Count)
        {
            return patient;
        }

        Notes.Add($"{image}s of several parts have one name: their parts stand before their names");
        return [.. patient.Zip(folders.Parts, (name, part) => $"{part}/{name}")];
    }

    private void CheckParts(string[] site, string[] patient)
    {
        var own = Enumerable.Range(0, pairs.Count).GroupBy(i => (site[i], patient[i])).FirstOrDefault(one => one.Select(i => folders.Parts[i]).Distinct().Count() > 1);
        if (own?.ToArray() is [var first, ..] all)
        {
            var other = all.First(i => folders.Parts[i] != folders.Parts[first]);
            throw new UserException(
                $"{place}: the patient {patient[first]} lies in several parts, as {pairs[first].Images[0]} and {pairs[other].Images[0]}, and a patient belongs to one",
                "Where they are one patient's, put them into one part; where names begin anew in each part, rename them, or list all images in a CSV with the columns site, patient, part, image, mask.");
        }
    }

    private static string Listed(IReadOnlyList<string> names) => string.Join(", ", names.Take(Named)) + (names.Count > Named ? ", ..." : "");

    [GeneratedRegex(@"[_\-. ][^_\-. /]*\z")]
    private static partial Regex LastPart();

    [GeneratedRegex("hospital|site|cent(er|re)|clinic|institut|scanner|vendor|klinik|h[oô]pital", RegexOptions.IgnoreCase)]
    private static partial Regex SiteWord();

    [GeneratedRegex(@"patient|subject|\bsub[-_]|\bpat[-_]?\d|\bp\d+\z|\bcase", RegexOptions.IgnoreCase)]
    private static partial Regex PatientWord();
}
