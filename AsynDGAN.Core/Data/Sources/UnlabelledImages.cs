using System.Globalization;
using System.Text;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Csv;
using AsynDGAN.Core.Imaging;
using AsynDGAN.Core.Runs;

namespace AsynDGAN.Core.Data.Sources;

/// <summary>Pictures or volumes without masks: one file, those of a folder, or those of a manifest with the column image.</summary>
/// <param name="Place">What messages call them.</param>
/// <param name="AreVolumes">Whether they are NIfTI volumes, else pictures.</param>
/// <param name="Channels">Which channels are read.</param>
/// <param name="All">At least one, in name order; those of a manifest in its order.</param>
/// <param name="Notes">What the user should know, a line each.</param>
internal sealed record UnlabelledImages(string Place, bool AreVolumes, ChannelSet Channels, IReadOnlyList<UnlabelledImage> All, IReadOnlyList<string> Notes)
{
    private const int ChannelDigits = 4;
    private const int LongestName = 200;

    private static readonly string[] tables = [".csv", ".tsv", ".txt"];

    /// <summary>Lists them, and opens none.</summary>
    /// <param name="path">A file, a folder or a CSV.</param>
    /// <param name="volumes">Whether volumes are wanted, else pictures.</param>
    /// <param name="channels">Which channels.</param>
    /// <param name="encoding">Of a CSV, as of <see cref="TextEncodings"/>.</param>
    /// <param name="without">A folder whose files are none of them.</param>
    /// <exception cref="UserException">There are none, or they have other channels: all faults.</exception>
    public static UnlabelledImages Find(string path, bool volumes, ChannelSet channels, string encoding, string without)
    {
        var notes = new List<string>();
        var found = Directory.Exists(path) ? OfFolder(path, volumes, channels, without, notes)
            : !File.Exists(path) ? throw new UserException($"--images {path} does not exist{GivenPath.Resolved(path)}", "Name a picture, a NIfTI volume, a folder of them, or a CSV with the column image.")
            : tables.Contains(Path.GetExtension(path).ToLowerInvariant()) ? OfTable(path, channels, encoding, notes)
            : [new(Path.GetFileName(path), null, [path])];
        Check(path, found, volumes, channels);
        var isNumbered = found.All(image => Numbered(image.Path) == 0);
        var names = Names([.. found.Select(image => CasePath(image, Case(image, channels, isNumbered)))]);

        // A loose picture is no folder's, though it be called as one.
        var isLooseAsFolder = found.Zip(names).Where(own => own.First.Patient is null).Select(own => own.Second).Intersect(found.Select(image => image.Patient)).Any();
        return new UnlabelledImages(
            path, volumes, channels,
            [.. found.Zip(names, (image, name) => new UnlabelledImage(name, image.Patient ?? (isLooseAsFolder ? Path.GetFileName(image.Path) : name), image.Path, channels.FilesOf(image.Files)!))], notes);
    }

    /// <summary>The images that are prepared together: a patient's pictures; volumes, and pictures of nuclei, each by itself.</summary>
    /// <param name="options">How they are.</param>
    public IEnumerable<IGrouping<string, UnlabelledImage>> Together(DataOptions options) => All.GroupBy(image => AreVolumes || options.HasNuclei() ? image.Name : image.Patient);

    /// <summary>
    /// The table in the folder of the images, as init writes it, that lists them all and says of others than their folders that they are
    /// one patient's; null where there is none.
    /// </summary>
    /// <param name="encoding">Of it, as of <see cref="TextEncodings"/>.</param>
    public string? TableOfOtherPatients(string encoding)
    {
        var table = Path.Combine(Place, "manifest.csv");
        try
        {
            var lines = new ImageLines(Path.GetFullPath(Place));
            var patients = File.Exists(table)
                ? CsvTable.Read(table, ["image", "patient"], ["site", "part", "mask"], encoding)
                    .SelectMany(row => ChannelFiles.Split(row.Fields["image"]).Select(file => (Place: lines.PlaceOf(file), Patient: row.Fields["patient"])))
                    .ToLookup(file => file.Place, file => file.Patient, FileNameCase.Comparer)
                : null;
            (string Folder, string[] Table)[] both = [.. All.Select(image => (image.Patient, patients?[RealPath.Of(Path.GetFullPath(image.Files[0]))].ToArray() ?? []))];
            var pairs = both.Where(image => image.Table.Length == 1).Select(image => (image.Folder, Table: image.Table[0])).ToHashSet();
            var areSame = pairs.Select(pair => pair.Folder).Distinct().Count() == pairs.Count && pairs.Select(pair => pair.Table).Distinct().Count() == pairs.Count;
            return both.All(image => image.Table.Length == 1) && !areSame ? table : null;
        }
        catch (UserException)
        {
            return null;
        }
    }

    private static void Check(string place, IReadOnlyList<Found> found, bool volumes, ChannelSet channels)
    {
        var faults = new FaultList();
        foreach (var (path, _, files, _) in found)
        {
            if (files.FirstOrDefault(file => NiftiFile.IsNamed(file) != volumes) is { } other)
            {
                faults.Add(volumes ? $"{Path.GetFileName(other)} is no NIfTI volume (.nii or .nii.gz), and the network takes volumes" : $"{Path.GetFileName(other)} is a NIfTI volume, and the network takes pictures");
            }
            else if (channels.FilesOf(files) is null)
            {
                faults.Add($"{path} has {Count(files.Count)}, and the network takes {(volumes ? "volumes" : "pictures")} {channels}");
            }
            else
            {
                if (!channels.InOneFile && ChannelSet.Misplaced(channels.FilesOf(files)!, channels.Wanted, channels.All) is { } misplaced)
                {
                    faults.Add($"{path}: {misplaced}");
                }

                foreach (var absent in files.Select(ImageFile.Absent).OfType<string>())
                {
                    faults.Add(absent);
                }
            }
        }

        faults.ThrowIfAny(place, channels.InOneFile ? "Name other images, or another network." : "Files of one image end in _0000, _0001 and so on or in the channels' names, or a CSV joins them by |.");
    }

    private static List<Found> OfTable(string path, ChannelSet channels, string encoding, List<string> notes)
    {
        var rows = CsvTable.Read(path, ["image"], ["patient", "site", "part", "mask"], encoding, notes);
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var (faults, images) = (new FaultList(), new ImageLines(folder));
        var found = new List<Found>();
        var haveNames = rows.Any(row => row.Fields.GetValueOrDefault("patient", "").Length > 0);
        (int Line, int Files)? first = null;
        foreach (var (line, fields) in rows)
        {
            var files = ChannelFiles.Split(fields["image"]);
            if (files.Any(file => file.Length == 0))
            {
                faults.Add($"line {line}: image is empty, or a name is missing beside a |");
            }
            else
            {
                foreach (var fault in files.Select(file => images.Add(line, file, images.PlaceOf(file))).OfType<string>())
                {
                    faults.Add(fault);
                }

                // Names tell which channels they are, and their order else.
                if (!channels.InOneFile && channels.FilesOf(files) is not null && files.Any(file => ChannelSet.NamedBy(file, channels.All, anySpelling: true) is null))
                {
                    first ??= (line, files.Length);
                    if (files.Length != first.Value.Files)
                    {
                        faults.Add($"line {line}: the image has {Count(files.Length)} and that of line {first.Value.Line} {Count(first.Value.Files)}, and nothing tells which of {string.Join(", ", channels.All)} are missing");
                    }
                }
            }

            if (haveNames && fields["patient"].Length == 0)
            {
                faults.Add($"line {line}: patient is empty");
            }

            found.Add(new(files[0], haveNames ? fields["patient"] : null, [.. files.Select(file => Path.Combine(folder, file))]));
        }

        faults.ThrowIfAny(path, "Each row names an image, and may name its patient.");
        images.RefuseNamesFromHere(path);
        return rows.Count > 0 ? found : throw new UserException($"{path} has no rows below its header");
    }

    private static List<Found> OfFolder(
        string root, bool volumes, ChannelSet channels, string without, List<string> notes)
    {
        var (folder, own) = (DataFolder.Look(root), Path.TrimEndingDirectorySeparator(Path.GetFullPath(without)) + Path.DirectorySeparatorChar);
        var files = folder.Files.Where(file => !Path.GetFullPath(folder.At(file)).StartsWith(own, FileNameCase.Comparison)).ToArray();
        string[] wanted = [.. files.Where(volumes ? DataFolder.IsVolume : DataFolder.IsPicture)];
        string[] masks = [.. wanted.Where(file => ImageRole.Of(file).IsMask)], rest = [.. files.Except(wanted)];
        string[] images = [.. wanted.Except(masks).Select(folder.At)];
        if (images.Length == 0)
        {
            var others = rest.Count(volumes ? DataFolder.IsPicture : DataFolder.IsVolume);
            throw new UserException(
                $"{root} holds no {(volumes ? "NIfTI volume (.nii or .nii.gz)" : "picture (PNG, JPEG or TIFF)")}{(others > 0 ? $", but {others} {(volumes ? "pictures" : "NIfTI volumes")}" : "")}{(masks.Length > 0 ? $", but {masks.Length} that are named as masks" : "")}",
                $"The network takes {(volumes ? "volumes" : "pictures")} {channels}.");
        }

        if (masks.Length > 0)
        {
            notes.Add($"not predicted, since they are named as masks: {masks.Length} ({SourceNotes.Listed(masks, ", ")})");
        }

        if (rest.Length > 0)
        {
            notes.Add($"not looked at: {rest.Length} other files ({SourceNotes.Listed(rest, ", ")})");
        }

        notes.AddRange(folder.WrittenNotes);
        var top = Top(root, images);
        var anySpelling = IsToldByAnySpelling(images, channels);
        return [.. Joined(root, images, channels, anySpelling, notes).Select(image => new Found(
            Path.GetRelativePath(root, image[0]),
            PatientOf(Path.GetRelativePath(top, image[0])),
            image,
            anySpelling))];
    }

    /// <summary>The folder in which a patient's images lie, without the one that says that they are images; null where there is no other.</summary>
    private static string? PatientOf(string file)
    {
        var folders = ImageRole.Of(file.Replace(Path.DirectorySeparatorChar, '/')).Folders;
        return folders.Count > 0 ? string.Join(Path.DirectorySeparatorChar, folders) : null;
    }

    /// <summary>The innermost folder that holds all.</summary>
    private static string Top(string root, string[] files)
    {
        var top = Path.TrimEndingDirectorySeparator(root);
        while (files.Select(file => Path.GetRelativePath(top, file).Split(Path.DirectorySeparatorChar)).Select(parts => parts.Length > 1 ? parts[0] : null).Distinct().ToArray() is [{ } only])
        {
            top = Path.Combine(top, only);
        }

        return top;
    }

    /// <summary>Whether no file is named by a channel as usual, and other spellings tell several channels, as t1.nii.gz and t2.nii.gz in a patient's folder.</summary>
    private static bool IsToldByAnySpelling(string[] files, ChannelSet channels) =>
        !channels.InOneFile && Array.TrueForAll(files, file => ChannelSet.NamedBy(file, channels.All) is null)
            && files.Select(file => ChannelSet.NamedBy(file, channels.All, anySpelling: true)).OfType<string>().Distinct().Count() > 1;

    /// <summary>The files of each image: those that differ in the number or the name of a channel at the end alone.</summary>
    private static IEnumerable<IReadOnlyList<string>> Joined(string root, string[] files, ChannelSet channels, bool anySpelling, List<string> notes)
    {
        if (channels.InOneFile || channels.All.Count == 1)
        {
            return files.Select(file => (IReadOnlyList<string>)[file]);
        }

        var named = files.ToLookup(file => ChannelSet.NamedBy(file, channels.All, anySpelling) is not null);
        if (named[true].Any())
        {
            // The usual names in a patient's folder; what else is there is not one of the channels.
            if (named[false].Any())
            {
                notes.Add($"not looked at, since their names end in no channel's: {named[false].Count()} ({SourceNotes.Listed(named[false].Select(file => Path.GetFileName(file)), ", ")})");
            }

            return named[true].GroupBy(file => file[..^Path.GetFileName(file).Length] + Case(file, channels, anySpelling)).Select(image => OfChannels([.. image], channels, anySpelling));
        }

        IReadOnlyList<string>[] joined = [.. files.GroupBy(file => Numbered(file) is null ? file : file[..^Path.GetFileName(file).Length] + Stem(file)[..^(ChannelDigits + 1)])
            .Select(image => (IReadOnlyList<string>)[.. image.OrderBy(file => Numbered(file) ?? 0)])];
        if (Array.TrueForAll(joined, image => image.Count == 1) && Array.Exists(joined, image => Numbered(image[0]) > channels.All.Count))
        {
            // Years or patients, and no channels.
            return joined;
        }

        if (Array.Find(joined, image => (image.Count > 1 || (channels.AreNumbered && Numbered(image[0]) is not null)) && channels.FilesOf(image) is not null) is { } numbered)
        {
            var names = numbered.Count == channels.All.Count ? channels.All : channels.Wanted;
            if (!channels.AreNumbered)
            {
                throw new UserException(
                    $"{root}: the files of one image are numbered, such as {Path.GetFileName(numbered[0])}, and nothing tells which of {string.Join(", ", names)} each is",
                    $"Name them by their channels, such as {Path.GetFileName(Stem(numbered[0])[..^(ChannelDigits + 1)])}_{names[^1]}.nii.gz, or list them in a CSV with the column image, the files of one joined by | in the order {string.Join('|', names)}.");
            }

            CheckNumbers(root, joined, channels);
            notes.Add($"files of one image are taken in the order of their numbers: {string.Join(", ", names.Zip(numbered, (name, file) => $"{Path.GetFileName(file)} is {name}"))}");
        }

        return joined;
    }

    /// <summary>Refuses images of which the numbers are not those of the others: another channel would be taken for the one that is missing.</summary>
    private static void CheckNumbers(string root, IReadOnlyList<string>[] images, ChannelSet channels)
    {
        var faults = new FaultList();
        int[] all = [.. Enumerable.Range(0, channels.All.Count)];
        var numbers = images.ToDictionary(image => image, image => image.Select(Numbered).OfType<int>().ToArray());
        int[][] sound = [.. images.Where(image => channels.FilesOf(image) is not null).Select(image => numbers[image]).Where(own => own.Length > 0 && own.Distinct().Count() == own.Length)];
        var wanted = Array.Find(sound, own => own.SequenceEqual(all)) ?? sound.GroupBy(Listed).MaxBy(own => own.Count())?.First();
        foreach (var (image, own) in numbers)
        {
            var path = Path.GetRelativePath(root, image[0]);
            if (own.GroupBy(number => number).FirstOrDefault(number => number.Count() > 1)?.Key is { } twice)
            {
                faults.Add($"{path}: several files of it have the number {Listed([twice])}");
            }
            else if (wanted is not null && !own.SequenceEqual(wanted))
            {
                int[] missing = [.. wanted.Except(own)];
                faults.Add($"{path}: {(missing.Length > 0 ? $"{Listed(missing)} {(missing.Length > 1 ? "are" : "is")} missing" : $"there is {Listed(own.Except(wanted))}, too")}; the image has {(own.Length > 0 ? Listed(own) : "no number")}, and others have {Listed(wanted)}");
            }
        }

        faults.ThrowIfAny(root, $"The numbers tell {string.Join(", ", channels.All)}, and are the same of every image; name files by their channels, or list them in a CSV with the column image, those of one joined by | in this order.");

        static string Listed(IEnumerable<int> numbers) => string.Join(", ", numbers.Select(number => number.ToString(CultureInfo.InvariantCulture).PadLeft(ChannelDigits, '0')));
    }

    /// <summary>An image's files in the channels' order, without those that are not wanted; all, where none is.</summary>
    private static IReadOnlyList<string> OfChannels(string[] files, ChannelSet channels, bool anySpelling)
    {
        string[] own = [.. channels.All.Where(name => channels.Wanted.Contains(name) || files.Length == channels.All.Count)
            .SelectMany(name => Only(name, [.. files.Where(file => ChannelSet.NamedBy(file, channels.All, anySpelling) == name)]))];
        return own.Length > 0 ? own : files;
    }

    private static string[] Only(string channel, string[] files) => files.Length < 2 ? files
        : throw new UserException($"{files[0]} and {files[1]} are both the channel {channel} of one image", "Leave one of them there.");

    /// <summary>What an image's file is called without its channel.</summary>
    private static string Case(Found image, ChannelSet channels, bool isNumbered)
    {
        var (path, _, files, anySpelling) = image;
        return !channels.InOneFile && ChannelSet.NamedBy(path, channels.All, anySpelling) is not null ? Case(path, channels, anySpelling)
            : isNumbered || (files.Count > 1 && Numbered(path) is not null) ? Stem(path)[..^(ChannelDigits + 1)]
            : Stem(path);
    }

    private static string Case(string file, ChannelSet channels, bool anySpelling)
    {
        var (stem, channel) = (Stem(file), ChannelSet.NamedBy(file, channels.All, anySpelling)!);
        return stem[..Math.Max(0, stem.Length - channel.Length - 1)];
    }

    /// <summary>That with its folder; the folder alone where files are called as their channels, and the first file where there is none.</summary>
    private static string CasePath(Found image, string name) => name.Length > 0 ? image.Path[..^Path.GetFileName(image.Path).Length] + name
        : Path.GetDirectoryName(image.Path) is { Length: > 0 } folder ? folder
        : Stem(image.Path);

    /// <summary>The number of a channel at the end of a name, as in liver_0001.nii.gz; null where there is none.</summary>
    private static int? Numbered(string file)
    {
        var stem = Stem(file);
        return stem.Length > ChannelDigits + 1 && stem[^(ChannelDigits + 1)] == '_' && int.TryParse(stem.AsSpan(stem.Length - ChannelDigits), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
    }

    private static string Count(int files) => $"{files} {(files == 1 ? "file" : "files")}";

    private static string Stem(string file) => DataFolder.Stem(Path.GetFileName(file));

    /// <summary>A name for each: its last part; with its folders where two are alike, and with a number where two still are.</summary>
    private static string[] Names(IReadOnlyList<string> paths)
    {
        string[] names = [.. paths.Select(path => Path.GetFileName(path))];
        var twice = Twice(names);
        names = [.. names.Zip(paths, (name, path) => twice.Contains(name) ? string.Join('_', path.Split('/', '\\').Where(part => part is not ("" or "." or ".."))) : name)];
        names = [.. names.Select(name => Encoding.UTF8.GetByteCount(name) <= LongestName ? name : RunFolder.FileName(name))];
        twice = Twice(names);
        var taken = names.ToHashSet(StringComparer.OrdinalIgnoreCase);
        return [.. names.Select((name, i) => twice.Contains(name) ? Enumerable.Range(i + 1, int.MaxValue - i).Select(number => string.Create(CultureInfo.InvariantCulture, $"{name}-{number}")).First(taken.Add) : name)];
    }

    private static HashSet<string> Twice(IEnumerable<string> names) =>
        names.GroupBy(name => name, StringComparer.OrdinalIgnoreCase).Where(name => name.Count() > 1).Select(name => name.Key).ToHashSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>An image that was found.</summary>
    /// <param name="Path">Its first file, as it was named or relative to the folder.</param>
    /// <param name="Patient">Whose; null where nothing tells.</param>
    /// <param name="Files">All of them.</param>
    /// <param name="AnySpelling">Whether they are named by their channels in any spelling.</param>
    private sealed record Found(string Path, string? Patient, IReadOnlyList<string> Files, bool AnySpelling = false);
}
