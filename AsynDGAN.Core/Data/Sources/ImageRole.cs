namespace AsynDGAN.Core.Data.Sources;

/// <summary>Whether a file is an image or a mask, and with which name it is to be paired: by the folder that it lies in, else by a word of its name.</summary>
/// <param name="IsMask">A mask, or an image.</param>
/// <param name="Folders">The folders above it, without the one that tells its role.</param>
/// <param name="Name">Its name without the word that tells its role; empty where the name is that word.</param>
/// <param name="ByFolder">Whether a folder tells the role.</param>
internal sealed record ImageRole(bool IsMask, IReadOnlyList<string> Folders, string Name, bool ByFolder)
{
    private const int MostDigits = 3;

    private static readonly char[] between = ['_', '-', '.', ' '];

    private static readonly string[] maskFolders =
        ["masks", "mask", "labels", "label", "segmentations", "segmentation", "segs", "seg", "annotations", "gt", "groundtruth", "ground_truth", "ground-truth", "labelstr", "labelsts"];

    private static readonly string[] imageFolders = ["images", "image", "imgs", "img", "pictures", "scans", "volumes", "imagestr", "imagests"];
    private static readonly (string Folder, string Part)[] partFolders = [("imagestr", "train"), ("labelstr", "train"), ("imagests", "test"), ("labelsts", "test")];
    private static readonly string[] maskWords = ["mask", "masks", "msk", "label", "labels", "segmentation", "seg", "dseg", "groundtruth", "gt", "manual", "manual1", "manual2", "1stHO", "2ndHO"];
    private static readonly string[] imageWords = ["image", "img", "im"];

    /// <param name="file">A path from the folder of data, parted by /.</param>
    public static ImageRole Of(string file)
    {
        string[] folders = [.. file.Split('/').SkipLast(1)];
        var at = Array.FindLastIndex(folders, folder => Among(maskFolders, folder) || Among(imageFolders, folder));
        var stem = DataFolder.Stem(file);
        var inMasks = at >= 0 && Among(maskFolders, folders[at]);
        var whole = Without(stem, maskWords);
        var several = whole is null && DataFolder.IsPicture(file) && Unnumbered(stem) is { } bare ? Without(bare, maskWords) : null;
        var marked = whole ?? several;
        var isMask = inMasks || (at < 0 && marked is not null);
        var name = isMask ? marked ?? stem : stem;
        return new ImageRole(isMask, [.. folders.Where((_, i) => i != at)], Without(name, imageWords) ?? name, at >= 0)
        {
            NameByFolder = at >= 0 ? Without(stem, imageWords) ?? stem : null,
            Part = at >= 0 ? Array.Find(partFolders, own => own.Folder.Equals(folders[at], StringComparison.OrdinalIgnoreCase)).Part : null,
            ImageFolder = isMask || marked is null ? null : folders[at],
            Number = isMask && several is not null ? NumberIn(stem) : null,
        };
    }

    /// <summary>Its name where the folder alone tells its role, and words of masks are part of the name; null where none does.</summary>
    public string? NameByFolder { get; private init; }

    /// <summary>The part that the folder of its role is called by: train of imagesTr and labelsTr, test of imagesTs and labelsTs; null of other folders.</summary>
    public string? Part { get; private init; }

    /// <summary>The folder of images in which it lies though a word of its name tells of a mask; null where that is not so.</summary>
    public string? ImageFolder { get; private init; }

    /// <summary>The number behind the word that tells a mask, 1 of x_mask_1 or x_mask_01, which its name is without; null where there is none.</summary>
    public string? Number { get; init; }

    /// <summary>Whether a picture that goes on behind this mask's name has its number.</summary>
    /// <param name="ending">What stands there, such as 1 or image_01.</param>
    public bool HasNumber(string ending) => Number is not null && NumberIn(ending) == Number;

    /// <summary>Whether such a picture may be this mask's: of two numbers, they are one.</summary>
    /// <param name="ending">Likewise.</param>
    public bool MayHave(string ending) => Number is null || NumberIn(ending) is null || HasNumber(ending);

    private static string? NumberIn(string ending) => ending.Split(between).LastOrDefault(part => part.Length > 0 && part.All(char.IsAsciiDigit))?.TrimStart('0');

    /// <summary>The name of one of several masks of a picture, x_mask_1, without its number; null where it has none.</summary>
    private static string? Unnumbered(string name)
    {
        var bare = name.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
        return bare.Length > 1 && name.Length - bare.Length is >= 1 and <= MostDigits && IsBetween(bare[^1]) ? bare[..^1] : null;
    }

    /// <summary>A name without one of some words at its end or its beginning; null where it has none.</summary>
    private static string? Without(string name, string[] words)
    {
        foreach (var word in words)
        {
            if (name.Equals(word, StringComparison.OrdinalIgnoreCase))
            {
                return "";
            }

            if (name.Length > word.Length + 1 && name.EndsWith(word, StringComparison.OrdinalIgnoreCase) && IsBetween(name[^(word.Length + 1)]))
            {
                return name[..^(word.Length + 1)];
            }

            if (name.Length > word.Length + 1 && name.StartsWith(word, StringComparison.OrdinalIgnoreCase) && IsBetween(name[word.Length]))
            {
                return name[(word.Length + 1)..];
            }
        }

        return null;
    }

    private static bool IsBetween(char letter) => between.Contains(letter);

    private static bool Among(string[] words, string word) => words.Contains(word, StringComparer.OrdinalIgnoreCase);
}
