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
            : tables.Contains(Path.GetExtension(path).ToLowerInvariant()) ? OfTable(path, encoding, notes)
            : [new(Path.GetFileName(path), null, [path])];
        Check(path, found, volumes, channels);
        var isNumbered = found.All(image => Numbered(image.Path) == 0);
        var names = Names([.. found.Select(image => image.Path[..^Path.GetFileName(image.Path).Length] + Case(image, channels, isNumbered))]);
        return new UnlabelledImages(
            path, volumes, channels,
            [.. found.Zip(names, (image, name) => new UnlabelledImage(name, image.Patient ?? name, image.Path, channels.FilesOf(image.Files)!))], notes);
    }

    /// <summary>The images that are prepared together: a patient's pictures; volumes, and pictures of nuclei, each by itself.</summary>
    /// <param name="options">How they are.</param>
    public IEnumerable<IGrouping<string, UnlabelledImage>> Together(DataOptions options) => All.GroupBy(image => AreVolumes || options.HasNuclei() ? image.Name : image.Patient);

    private static void Check(string place, IReadOnlyList<Found> found, bool volumes, ChannelSet channels)
    {
        var faults = new FaultList();
        foreach (var (path, _, files) in found)
        {
            if (files.FirstOrDefault(file => NiftiFile.IsNamed(file) != volumes) is { } other)
            {
                faults.Add(volumes ? $"{Path.GetFileName(other)} is no NIfTI volume (.nii or .nii.gz), and the network takes volumes" : $"{Path.GetFileName(other)} is a NIfTI volume, and the network takes pictures");
            }
            else if (channels.FilesOf(files) is null)
            {
                faults.Add($"{path} has {files.Count} {(files.Count == 1 ? "file" : "files")}, and the network takes {(volumes ? "volumes" : "pictures")} {channels}");
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

    private static List<Found> OfTable(string path, string encoding, List<string> notes)
    {
        var rows = CsvTable.Read(path, ["image"], ["patient", "site", "part", "mask"], encoding, notes);
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var (faults, images) = (new FaultList(), new ImageLines(folder));
        var found = new List<Found>();
        var haveNames = rows.Any(row => row.Fields.GetValueOrDefault("patient", "").Length > 0);
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
            }

            if (haveNames && fields["patient"].Length == 0)
            {
                faults.Add($"line {line}: patient is empty");
            }

            found.Add(new(files[0], haveNames ? fields["patient"] : null, [.. files.Select(file => Path.Combine(folder, file))]));
        }

        faults.ThrowIfAny(path, "Each row names an image, and may name its patient.");
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
        return [.. Joined(root, images, channels, notes).Select(image => new Found(
            Path.GetRelativePath(root, image[0]),
            Path.GetDirectoryName(Path.GetRelativePath(top, image[0])) is { Length: > 0 } patient ? patient : null,
            image))];
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

    /// <summary>The files of each image: those that differ in the number or the name of a channel at the end alone.</summary>
    private static IEnumerable<IReadOnlyList<string>> Joined(string root, string[] files, ChannelSet channels, List<string> notes)
    {
        if (channels.InOneFile || channels.All.Count == 1)
        {
            return files.Select(file => (IReadOnlyList<string>)[file]);
        }

        var named = files.ToLookup(file => ChannelSet.NamedBy(file, channels.All) is not null);
        if (named[true].Any())
        {
            // The usual names in a patient's folder; what else is there is not one of the channels.
            if (named[false].Any())
            {
                notes.Add($"not looked at, since their names end in no channel's: {named[false].Count()} ({SourceNotes.Listed(named[false].Select(file => Path.GetFileName(file)), ", ")})");
            }

            return named[true].GroupBy(file => file[..^Path.GetFileName(file).Length] + Case(file, channels)).Select(image => OfChannels([.. image], channels));
        }

        IReadOnlyList<string>[] joined = [.. files.GroupBy(file => Numbered(file) is null ? file : file[..^Path.GetFileName(file).Length] + Stem(file)[..^(ChannelDigits + 1)])
            .Select(image => (IReadOnlyList<string>)[.. image.OrderBy(file => Numbered(file) ?? 0)])];
        if (Array.Find(joined, image => image.Count > 1 && channels.FilesOf(image) is not null) is { } numbered)
        {
            var names = numbered.Count == channels.All.Count ? channels.All : channels.Wanted;
            if (!channels.AreNumbered)
            {
                throw new UserException(
                    $"{root}: the files of one image are numbered, such as {Path.GetFileName(numbered[0])}, and nothing tells which of {string.Join(", ", names)} each is",
                    $"Name them by their channels, such as {Path.GetFileName(Stem(numbered[0])[..^(ChannelDigits + 1)])}_{names[^1]}.nii.gz, or list them in a CSV with the column image, the files of one joined by | in the order {string.Join('|', names)}.");
            }

            notes.Add($"files of one image are taken in the order of their numbers: {string.Join(", ", names.Zip(numbered, (name, file) => $"{Path.GetFileName(file)} is {name}"))}");
        }

        return joined;
    }

    /// <summary>An image's files in the channels' order, without those that are not wanted; all, where none is.</summary>
    private static IReadOnlyList<string> OfChannels(string[] files, ChannelSet channels)
    {
        string[] own = [.. channels.All.Where(name => channels.Wanted.Contains(name) || files.Length == channels.All.Count)
            .SelectMany(name => Only(name, [.. files.Where(file => ChannelSet.NamedBy(file, channels.All) == name)]))];
        return own.Length > 0 ? own : files;
    }

    private static string[] Only(string channel, string[] files) => files.Length < 2 ? files
        : throw new UserException($"{files[0]} and {files[1]} are both the channel {channel} of one image", "Leave one of them there.");

    /// <summary>What an image's file is called without its channel.</summary>
    private static string Case(Found image, ChannelSet channels, bool isNumbered)
    {
        var (path, _, files) = image;
        return !channels.InOneFile && ChannelSet.NamedBy(path, channels.All) is not null ? Case(path, channels)
            : isNumbered || (files.Count > 1 && Numbered(path) is not null) ? Stem(path)[..^(ChannelDigits + 1)]
            : Stem(path);
    }

    private static string Case(string file, ChannelSet channels) => Stem(file)[..^(1 + ChannelSet.NamedBy(file, channels.All)!.Length)];

    /// <summary>The number of a channel at the end of a name, as in liver_0001.nii.gz; null where there is none.</summary>
    private static int? Numbered(string file)
    {
        var stem = Stem(file);
        return stem.Length > ChannelDigits + 1 && stem[^(ChannelDigits + 1)] == '_' && int.TryParse(stem.AsSpan(stem.Length - ChannelDigits), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
    }

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
    private sealed record Found(string Path, string? Patient, IReadOnlyList<string> Files);
}
