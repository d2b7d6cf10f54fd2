using AsynDGAN.Core.Configuration;

namespace AsynDGAN.Core.Data.Sources;

/// <summary>
/// Brain tumour volumes in the layout of BraTS 2018: folders <c>HGG</c> and <c>LGG</c>, in them a folder a case with
/// <c>CASE_t1.nii.gz</c>, <c>_t1ce</c>, <c>_t2</c>, <c>_flair</c> and <c>_seg</c>; case folders directly under the root are read
/// too. A case is a patient, and so are several that differ in the last token alone, the time; of <c>Brats18_CBICA_AAB_1</c> the second token is the institution. Attributes: institution, grade.
/// </summary>
internal sealed class BratsSource(DataOptions options) : IVolumeSource
{
    private const string GradeAttribute = "grade";
    private const string NoGrade = "none";

    private static readonly string[] grades = ["HGG", "LGG"];
    private static readonly string[] extensions = [".nii.gz", ".nii"];

    private IReadOnlyList<string> notes = [];

    public string Place { get; } = SourceRoot.Of(options, "the folder that holds HGG and LGG, or the cases' folders");

    public IReadOnlyList<string> Notes => notes;

    public (IReadOnlyList<VolumeFiles> Volumes, IReadOnlyList<LeftOut> Faults) List()
    {
        string[] wanted = [.. BrainChannels.Wanted(options), BrainChannels.Labels];
        if (!Directory.Exists(Place))
        {
            throw new UserException($"no cases found: data.root {Place} is not a folder{GivenPath.Resolved(Place)}", "It should hold HGG and LGG, or the cases' folders.");
        }

        var found = Cases(Place).OrderBy(@case => Path.GetFileName(@case.Folder), StringComparer.Ordinal).ToArray();
        if (found.Length == 0)
        {
            throw NoCases();
        }

        var persons = CaseTimes.Patients([.. found.Select(@case => Path.GetFileName(@case.Folder)).Distinct()], BrainChannels.Person);
        notes =
        [
            .. persons.Notes,
            .. SourceNotes.OfOthers([.. Ungraded(Place).Where(folder => !IsCase(folder) && SourceFolder.Files(folder).Any(DataFolder.IsVolume)).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal)]),
        ];
        var (volumes, faults) = (new List<VolumeFiles>(), Graded(Place).Prepend(Place).SelectMany(SourceFolder.Lost).Where(lost => !grades.Except(options.Grades).Contains(lost.Name)).ToList());
        foreach (var (folder, grade) in found)
        {
            var name = Path.GetFileName(folder);
            if (volumes.Count > 0 && volumes[^1].Case.Name == name)
            {
                faults.Add(new LeftOut($"{grade}/{name}", "a case of this name is in another folder already"));
                continue;
            }

            var files = SourceFolder.Files(folder);
            faults.AddRange(wanted.SelectMany(kind => FilesOf(files, name, kind).Skip(1)).Select(file => new LeftOut($"{name}/{Path.GetFileName(file)}", "a file of this kind is there already, under another ending or spelling")));
            var paths = wanted.Select(kind => FileOf(files, name, kind)).ToArray();
            var missing = wanted.Where((_, i) => paths[i] is null).ToArray();
            faults.AddRange(missing.Select(kind => new LeftOut($"{name}/{name}_{kind}{extensions[0]}", "the file is missing")));
            if (missing.Length == 0)
            {
                volumes.Add(new VolumeFiles(new ImageCase(name, persons.Of[name], Attributes(name, grade), []), paths!));
            }
        }

        return (volumes, faults);
    }

    public ImageCase Read(VolumeFiles volume) => new VolumeReader(options).Read(volume);

    /// <summary>Every folder in those of the grades; directly under the root, folders with a file of a case.</summary>
    private IEnumerable<(string Folder, string Grade)> Cases(string root)
    {
        var graded = Graded(root).SelectMany(folder => SourceFolder.Folders(folder).Select(@case => (@case, Path.GetFileName(folder))));
        return graded.Concat(Ungraded(root).Where(IsCase).Select(folder => (folder, NoGrade)));
    }

    private IEnumerable<string> Graded(string root) => options.Grades.Select(grade => Path.Combine(root, grade)).Where(Directory.Exists);

    private static IEnumerable<string> Ungraded(string root) => SourceFolder.Folders(root).Where(folder => !grades.Contains(Path.GetFileName(folder)));

    private static bool IsCase(string folder)
    {
        var files = SourceFolder.Files(folder);
        return BrainChannels.All.Append(BrainChannels.Labels).Any(kind => FileOf(files, Path.GetFileName(folder), kind) is not null);
    }

    private static string? FileOf(string[] files, string name, string kind) => FilesOf(files, name, kind).FirstOrDefault();

    private static IEnumerable<string> FilesOf(string[] files, string name, string kind) =>
        extensions.SelectMany(extension => files.Where(file => Path.GetFileName(file).Equals($"{name}_{kind}{extension}", StringComparison.OrdinalIgnoreCase)));

    private static Dictionary<string, string> Attributes(string name, string grade) => new()
    {
        [ImageCase.InstitutionAttribute] = BrainChannels.Institution(name),
        [GradeAttribute] = grade,
    };

    private UserException NoCases()
    {
        var wanted = string.Join(" or ", options.Grades.Select(grade => $"{grade}/CASE"));
        var inner = SourceFolder.Folders(Place).FirstOrDefault(folder => Cases(folder).Any());
        var others = grades.Except(options.Grades).Where(grade => Directory.Exists(Path.Combine(Place, grade))).ToArray();
        return new UserException(
            $"no cases found: {Place} has no folders {wanted} or CASE with files such as CASE_{BrainChannels.Usual}{extensions[0]} and CASE_{BrainChannels.Labels}{extensions[0]}",
            others.Length > 0 ? $"There is {others[0]}: set data.grades to [{others[0]}]."
                : inner is not null ? $"There are some in {inner}: set data.root to it."
                : "Set data.root to the folder that holds HGG and LGG, or the cases' folders.");
    }
}
