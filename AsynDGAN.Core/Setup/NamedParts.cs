using AsynDGAN.Core.Data.Sources;

namespace AsynDGAN.Core.Setup;

/// <summary>The parts that the names of files tell where no folders do: 21_training and 01_test, or train_1 and testA_1.</summary>
internal static class NamedParts
{
    // One name alone is no part's.
    private const int FewestNamed = 2;

    private static readonly char[] between = ['_', '-', '.', ' '];

    /// <summary>Of each file train, validation or test, by a word of its name; null where it has none, and of all where the words are not of several parts, training among them.</summary>
    public static string?[] Of(IReadOnlyList<string> files)
    {
        string[] names = [.. files.Select(DataFolder.Stem)];
        return FolderLevels.AreOfSeveralParts(Array.FindAll(names, name => FolderLevels.PartIn(name) is not null)) ? Array.ConvertAll(names, FolderLevels.PartIn) : new string?[names.Length];
    }

    /// <summary>The parts of all files, and what is to be said of them; null where their names tell none.</summary>
    /// <param name="place">The folder of data, for messages.</param>
    /// <exception cref="UserException">Some names alone have words of several parts: those who are held out would be trained on.</exception>
    public static (IReadOnlyList<string>? Parts, string? Note) OfAll(string place, IReadOnlyList<string> files)
    {
        var parts = Of(files);
        if (Array.TrueForAll(parts, part => part is not null))
        {
            return ([.. parts.OfType<string>()], "parts: by the words train, validation or test in the files' names; where they are none, take the column part out of the manifest");
        }

        var told = files.Zip(parts).FirstOrDefault(file => file.Second is not null).First;
        if (told is not null)
        {
            throw new UserException(
                $"{place}: names such as {told} have the word of a part of the patients (train, validation or test), and {files[Array.FindIndex(parts, part => part is null)]} has none ({parts.Count(part => part is null)} of {files.Count})",
                "Where they are parts, put such a word into all names, or list the images in a CSV with the columns site, patient, part, image, mask; where they are not, list them with the columns site, patient, image, mask.");
        }

        string[] alone = [.. files.Where(file => FolderLevels.PartIn(DataFolder.Stem(file)) is not null)];
        return (null, alone.Length < FewestNamed || alone.Length == files.Count ? null : CaseNote.AsWarning(
            $"{alone.Length} of {files.Count} names, such as {alone[0]}, have the word of a part of the patients, and the others have none, so that patients are split anew: where it is your split, put a part's word (train, validation, test) into all names, or list the images in a CSV with the columns site, patient, part, image, mask"));
    }

    /// <summary>A name as it tells a patient: a part's word before it stands for a folder, as in train/1 of train_1, and one behind is left out, as in p1_2 of p1_train_2.</summary>
    /// <param name="name">With the folders that belong to it.</param>
    public static string Without(string name)
    {
        var at = name.LastIndexOf('/') + 1;
        if (FolderLevels.WordIn(name[at..]) is not { } word)
        {
            return name;
        }

        var (start, end) = (at + word.Index, at + word.Index + word.Length);
        string before = name[at..start].TrimEnd(between), behind = name[end..].TrimStart(between);
        return (before.Length, behind.Length) switch
        {
            (0, 0) => name,
            (0, _) => $"{name[..at]}{word.Value}/{behind}",
            (_, 0) => name[..at] + before,
            _ => $"{name[..at]}{before}_{behind}",
        };
    }
}
