using System.Text.Json;

namespace AsynDGAN.Core.Runs;

/// <summary>
/// A kind of folder that the program writes: how it is known, and the names of what the program writes in it. Files of other
/// names are never deleted there; one of such a name is taken for the program's, whoever wrote it, but where it lies behind a
/// link to a folder in it: that may be another run's, or a user's.
/// </summary>
public sealed class FolderKind
{
    private const string Temporary = ".writing", Configuration = "config.yaml";

    /// <summary>The folder in it that is filled before anything else changes; what a kill leaves of it is nothing.</summary>
    internal const string Unfinished = "unfinished" + Temporary;

    /// <summary>What that becomes once it is whole: from here on its files count, wherever they are, and a kill leaves them to <see cref="Finish"/>.</summary>
    internal const string Complete = "unfinished.complete";

    /// <summary>The file in it that names those that go, as a JSON array of paths in the folder.</summary>
    private const string Going = "going.json";

    /// <summary>A training's.</summary>
    public static readonly FolderKind Run = new("run", ["config.yaml", "weights/"],
    [
        "provenance.json", "split.csv", "losses.csv", "communication.csv", "copying.csv", "events.out.tfevents.*", "log.txt", "report.html", "sites/*.csv",
        "samples/*.png", "samples/nearest/*.png", "checkpoints/epoch-*/*.safetensors", "weights/*.safetensors",
    ]);

    /// <summary>A synthetic data set's.</summary>
    public static readonly FolderKind SyntheticSet = new("synthetic set", ["synthesis.json"],
    [
        "config.yaml", "manifest.csv", "samples.csv", "card.md", "dataset.json", "contact-sheet.png", "samples.png", "communication.csv", "provenance.json",
        "images/*.png", "images/*.tif", "masks/*.png", "imagesTr/*.png", "imagesTr/*.tif", "labelsTr/*.png",
    ]);

    /// <summary>A comparison's. The records go first: a row without one is trained again.</summary>
    public static readonly FolderKind Comparison = new("comparison", ["config.yaml", "scores/"],
    [
        "networks/*.json", "scores/*.csv", "networks/*.safetensors", "networks/*.lock", "networks/*.lock-owner", "provenance.json", "results.csv", "patients.csv", "all-patients.csv", "leave-one-site-out.csv", "leave-one-site-out.md", "table.csv", "table.md",
        "comparisons.csv", "fidelity.csv", "near-copies.csv", "fold-difference.csv", "drawings.csv", "near-copies-*.png", "shown-masks.csv", "notes.csv", "dice.png", "panel.png", "report.html",
    ]);

    /// <summary>That of one network's evaluation on other data.</summary>
    public static readonly FolderKind Evaluation = new("evaluation", ["results.csv"], ["patients.csv", "table.csv", "table.md", "config.yaml", "provenance.json"])
    {
        IsNo = Comparison,
    };

    /// <summary>That of predicted masks.</summary>
    public static readonly FolderKind Prediction = new("set of predictions", ["predictions.csv"], ["masks/*.png", "masks/*.nii", "masks/*.nii.gz", "overlay.png", "config.yaml", "provenance.json"]);

    /// <summary>That of measures of drawings.</summary>
    public static readonly FolderKind Fidelity = new("table of fidelity", ["fidelity.csv"], ["fidelity.md", "near-copies.csv", "fold-difference.csv", "drawings.csv", "near-copies-*.png", "config.yaml", "provenance.json"])
    {
        IsNo = Comparison,
    };

    /// <summary>That of a comparison of drawn points.</summary>
    public static readonly FolderKind PointComparison = new("comparison", ["components.csv"],
        ["results.csv", "table.md", "densities.png", "growth-quality.png", "growth-cost.png"]);

    /// <summary>That of an audit.</summary>
    public static readonly FolderKind Audit = new("audit", ["audit.json"], ["audit.html", "config.yaml", "provenance.json"]);

    /// <summary>That in which data are shown.</summary>
    public static readonly FolderKind DataReport = new("data report", ["summary.txt"], ["config.yaml", "split.csv", "contact-sheet.png", "histogram.png"]);

    /// <summary>That of a benchmark's first steps for another program.</summary>
    public static readonly FolderKind Exchange = new("exchange", ["exchange.json"], ["generator.safetensors", "discriminator-*.safetensors", "pairs.safetensors"]);

    private static readonly FolderKind[] all = [Run, SyntheticSet, Comparison, Evaluation, Prediction, Fidelity, Audit, DataReport];

    private readonly string[] marks;
    private readonly string[] files;

    private FolderKind(string name, string[] marks, string[] files) => (Name, this.marks, this.files) = (name, marks, files);

    /// <summary>As messages call it.</summary>
    public string Name { get; }

    private FolderKind? IsNo { get; init; }

    /// <summary>Whether a folder is of this kind: all its marks are there.</summary>
    public bool Is(string root) => IsNo?.Is(root) != true && marks.All(mark => mark.EndsWith('/')
        ? Directory.Exists(Path.Combine(root, mark))
        : File.Exists(Path.Combine(root, mark)));

    /// <summary>The same, where a no would be wrong of a folder that may not be looked into.</summary>
    /// <exception cref="UserException">Of a mark it cannot be seen whether it is there.</exception>
    internal bool IsSurely(string root)
    {
        Array.ForEach(marks, mark => GivenPath.RefuseHidden(Path.Combine(root, mark.TrimEnd('/'))));
        return Is(root);
    }

    /// <summary>Whether the program wrote a folder, whatever its kind: it has the configuration beside a kind's marks, which alone could be a user's.</summary>
    public static bool IsWritten(string root) => File.Exists(Path.Combine(root, Configuration)) && Array.Exists(all, kind => kind.Is(root));

    /// <summary>Refuses a folder that is neither of this kind nor free.</summary>
    /// <exception cref="UserException">There are other files, or it may not be read.</exception>
    public void RefuseOthers(string root)
    {
        if (!IsFree(root) && !IsSurely(root))
        {
            throw new UserException(
                $"The output folder '{root}' holds other files than {(Name[0] is 'a' or 'e' ? "an" : "a")} {Name}'s.", "Choose an empty or new folder with --out.");
        }
    }

    /// <summary>Files that are the program's by the patterns of their names alone, since its own table does not list them.</summary>
    /// <param name="root">The folder.</param>
    /// <param name="listed">What the table lists, as paths in the folder with /.</param>
    public IReadOnlyList<string> Unlisted(string root, IEnumerable<string> listed) =>
    [
        .. files.Where(pattern => pattern.Contains('*')).SelectMany(pattern => Matching(root, pattern.Split('/'))).Where(file => !file.EndsWith(Temporary, StringComparison.Ordinal))
            .Select(file => Path.GetRelativePath(root, file).Replace(Path.DirectorySeparatorChar, '/')).Except(listed, FileNameCase.Comparer).Order(StringComparer.Ordinal),
    ];

    /// <summary>Whether such a folder may be begun: there is no file but what a killed beginning may leave.</summary>
    /// <exception cref="UserException">It may not be read.</exception>
    public bool IsFree(string root)
    {
        try
        {
            return !Directory.Exists(root) || Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
                .All(file => FolderLock.Owns(file) || Path.GetRelativePath(root, file).Split(Path.DirectorySeparatorChar)[0] == Unfinished || marks.Any(mark => file == Path.Combine(root, mark + Temporary)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"The output folder '{root}' cannot be read: {e.Message}", "Check its permissions, or choose another with --out.");
        }
    }

    /// <summary>Writes the files of a folder together, and deletes those that the program wrote before, as <see cref="Add"/> does.</summary>
    /// <param name="root">The folder.</param>
    /// <param name="fill">Writes the files, and those of folders below, into the folder whose path it is given.</param>
    /// <exception cref="UserException">A file cannot be written; what was there stays.</exception>
    public void Replace(string root, Action<string> fill) => Write(
        root,
        whole =>
        {
            RefuseFixed(root, isWrittenAnew: true);
            fill(whole);
        },
        files);

    /// <summary>
    /// Writes files of a folder together: all of them into a folder in it, from where they take their places once the last is
    /// whole. A fault or a kill before leaves what was there; one after that, what <see cref="Finish"/> ends.
    /// </summary>
    /// <param name="root">The folder; files of others in it stay.</param>
    /// <param name="fill">Writes the files, and those of folders below, into the folder whose path it is given.</param>
    /// <param name="outdated">Names, or patterns of names, of files that were made of what changes and go, unless they are among those that are written.</param>
    /// <exception cref="UserException">A file cannot be written; what was there stays.</exception>
    public void Add(string root, Action<string> fill, params string[] outdated) => Write(root, fill, outdated);

    /// <summary>Ends a writing that was cut off while its files took their places; for who has the right to write in the folder.</summary>
    /// <param name="root">The folder.</param>
    /// <exception cref="UserException">What was to be done cannot be read, or a folder cannot be made.</exception>
    /// <exception cref="IOException">A file cannot be moved or deleted.</exception>
    /// <exception cref="UnauthorizedAccessException">A file cannot be moved or deleted.</exception>
    internal static void Finish(string root)
    {
        var complete = Path.Combine(root, Complete);
        if (!Directory.Exists(complete))
        {
            return;
        }

        var list = Path.Combine(complete, Going);
        var going = GoingOf(list);
        foreach (var file in going)
        {
            var place = Path.Combine(root, file);
            if (File.Exists(place))
            {
                File.Delete(place);
            }
        }

        foreach (var file in Below(complete).Where(file => file != Going))
        {
            var place = Path.Combine(root, file);
            NewFolder.Make(Path.GetDirectoryName(place)!);
            HeldFile.Wait(() => File.Move(Path.Combine(complete, file), place, overwrite: true));
        }

        foreach (var folder in going.Where(file => Path.GetDirectoryName(file) is not "").Select(file => file.Split(Path.DirectorySeparatorChar)[0]).Distinct())
        {
            DeleteEmpty(Path.Combine(root, folder));
        }

        DeleteWhole(complete);
    }

    /// <summary>
    /// Deletes what the program wrote, but for the marks, so that the folder is known for what it is whenever this is killed;
    /// then the folders below that have become empty.
    /// </summary>
    /// <exception cref="IOException">Something cannot be deleted; it says whether anything is.</exception>
    /// <exception cref="UnauthorizedAccessException">As of <see cref="RefuseFixed"/>.</exception>
    public void Clear(string root)
    {
        RefuseFixed(root, isWrittenAnew: true);
        Deleting(() => DeleteFiles(root));
    }

    /// <summary>Deletes all that the program wrote, the marks at the end.</summary>
    /// <inheritdoc cref="Clear"/>
    public void Remove(string root)
    {
        RefuseFixed(root);
        Deleting(() =>
        {
            DeleteFiles(root);
            foreach (var mark in marks)
            {
                if (mark.EndsWith('/'))
                {
                    DeleteEmpty(Path.Combine(root, mark));
                }
                else
                {
                    File.Delete(Path.Combine(root, mark));
                }
            }
        });
    }

    /// <summary>Refuses to go on where <see cref="Remove"/> could not delete everything, as long as all is there.</summary>
    /// <param name="root">The folder.</param>
    /// <param name="isWrittenAnew">Whether the folders below are made again, and so refused where they could not be, or would mix old files with new ones.</param>
    /// <exception cref="IOException">A folder cannot be read, or one that is made is a file, or a link that leads nowhere or to files.</exception>
    /// <exception cref="UnauthorizedAccessException">In a folder nothing may be deleted, or it may not be read.</exception>
    internal void RefuseFixed(string root, bool isWrittenAnew = false)
    {
        List<string> made = isWrittenAnew ? [.. FoldersOf(root, files.Select(pattern => Path.Combine(root, pattern.Split('*')[0])))] : [];
        AtomicFile.RefuseFixed(FoldersOf(root, files.SelectMany(pattern => Matching(root, pattern.Split('/')))).Concat(made));
        if (made.Find(folder => RealPath.IsLink(folder) && Directory.Exists(folder) && Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Any()) is { } link)
        {
            throw new IOException($"'{link}' is a link, and the files behind it may be another's: move them away, or remove the link. Nothing was deleted.");
        }

        foreach (var folder in Folders.Select(folder => Path.Combine(root, folder)).Where(folder => Directory.Exists(folder) && !RealPath.IsLink(folder)))
        {
            // Whether a folder is empty can be seen only where it may be read.
            _ = AtomicFolder.FoldersBelow(folder).Count();
        }
    }

    /// <summary>Deletes something that is in several places; where that fails on its way, it says that a part is gone.</summary>
    /// <exception cref="IOException">Something cannot be deleted.</exception>
    internal static void Deleting(Action delete)
    {
        try
        {
            delete();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"{e.Message} A part of what was to be replaced is gone.", e);
        }
    }

    private IEnumerable<string> Folders => files.Where(pattern => pattern.Contains('/')).Select(pattern => pattern.Split('/')[0]).Distinct();

    private void DeleteFiles(string root)
    {
        foreach (var file in files.SelectMany(pattern => Matching(root, pattern.Split('/'))).ToList())
        {
            File.Delete(file);
        }

        foreach (var folder in Folders)
        {
            DeleteEmpty(Path.Combine(root, folder), keep: marks.Contains(folder + "/"));
        }
    }

    /// <summary>The folders on the way from one to some of its files. It is not among them: whoever writes there has the lock in it.</summary>
    private static IEnumerable<string> FoldersOf(string root, IEnumerable<string> files)
    {
        foreach (var file in files)
        {
            for (var folder = Path.GetDirectoryName(file)!; folder.Length > root.Length; folder = Path.GetDirectoryName(folder)!)
            {
                yield return folder;
            }
        }
    }

    private static void Write(string root, Action<string> fill, IEnumerable<string> replaced)
    {
        var unfinished = Path.Combine(root, Unfinished);
        try
        {
            Finish(root);
            DeleteWhole(unfinished);
            Directory.CreateDirectory(unfinished);
            fill(unfinished);
            var going = replaced.SelectMany(pattern => Matching(root, pattern.Split('/'))).Select(file => Path.GetRelativePath(root, file)).Except(Below(unfinished)).ToList();
            AtomicFile.RefuseFixed(FoldersOf(root, going.Concat(Below(unfinished)).Select(file => Path.Combine(root, file))));
            File.WriteAllText(Path.Combine(unfinished, Going), JsonSerializer.Serialize(going));
            AtomicFolder.FlushToDisk(unfinished);
            HeldFile.Wait(() => Directory.Move(unfinished, Path.Combine(root, Complete)));
            Finish(root);
        }
        catch (Exception e) when (WriteFault.Is(e))
        {
            throw new UserException($"'{root}' cannot be written: {e.Message}", "Check the free space and the permissions, or choose another folder with --out.");
        }
        finally
        {
            DeleteWhole(unfinished);
        }
    }

    private static string[] GoingOf(string list)
    {
        try
        {
            string[] going = File.Exists(list) ? JsonSerializer.Deserialize<string[]>(File.ReadAllText(list))! : [];
            return [.. going.Where(file => !Path.IsPathRooted(file) && !file.Split('/', '\\').Contains(".."))];
        }
        catch (JsonException fault)
        {
            throw new UserException($"'{list}' is damaged: {fault.Message}", "The folder is half replaced: remove it, or choose another with --out.");
        }
    }

    private static List<string> Below(string folder) => [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file))];

    private static void DeleteWhole(string folder)
    {
        if (Directory.Exists(folder))
        {
            HeldFile.Wait(() => Directory.Delete(folder, recursive: true));
        }
    }

    /// <summary>Deletes a folder that has nothing but such folders in it; leaves any other. A link in it is something, and is never such a folder.</summary>
    internal static void DeleteEmpty(string folder) => DeleteEmpty(folder, keep: false);

    /// <summary>The files in a folder whose names match; none of those behind links to folders, which may be another's.</summary>
    private static IEnumerable<string> Matching(string folder, IReadOnlyList<string> segments)
    {
        if (!Directory.Exists(folder))
        {
            return [];
        }

        return segments.Count == 1
            ? [.. Directory.EnumerateFiles(folder, segments[0]), .. Directory.EnumerateFiles(folder, segments[0] + Temporary)]
            : Directory.EnumerateDirectories(folder, segments[0]).Where(below => !RealPath.IsLink(below)).SelectMany(below => Matching(below, [.. segments.Skip(1)]));
    }

    private static void DeleteEmpty(string folder, bool keep)
    {
        if (!Directory.Exists(folder) || RealPath.IsLink(folder))
        {
            return;
        }

        // The deepest first.
        string[] below = [.. AtomicFolder.FoldersBelow(folder).OrderByDescending(path => path.Length)];
        foreach (var empty in (keep ? below : below.Append(folder)).Where(path => !Directory.EnumerateFileSystemEntries(path).Any()))
        {
            Directory.Delete(empty);
        }
    }
}
