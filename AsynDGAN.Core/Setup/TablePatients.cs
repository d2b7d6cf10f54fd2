using AsynDGAN.Core.Csv;
using AsynDGAN.Core.Data.Sources;
using AsynDGAN.Core.Imaging;

namespace AsynDGAN.Core.Setup;

/// <summary>Whose the images of a table are.</summary>
/// <param name="Column">The column that says it; null where their names, their folders or nothing does.</param>
/// <param name="Of">Of each row.</param>
/// <param name="Note">How it was told.</param>
internal sealed record TablePatients(string? Column, IReadOnlyList<string> Of, string Note)
{
    private const string Option = "--patients", ByName = "name", ByFolder = "folder", ByPicture = "picture";

    // Of fewer no two sites could be made.
    private const int FewestPatients = 4;

    /// <summary>The column that is called so; null where none is.</summary>
    public static string? Known(IEnumerable<string> columns) => ManifestLayout.Known(columns, "patient");

    /// <summary>Tells by what is given, by a column of this name, or by an answer where names or folders of the images, or other columns, may tell it.</summary>
    /// <param name="path">The table.</param>
    /// <param name="rows">At least one.</param>
    /// <param name="site">The column of sites; null where it is not known.</param>
    /// <param name="others">The columns that may name patients.</param>
    /// <param name="given">The option's value; null: not given.</param>
    /// <exception cref="UserException">There is a question and nobody to answer it, or the option does not fit.</exception>
    public static TablePatients Find(string path, IReadOnlyList<CsvRow> rows, string? site, IEnumerable<string> others, string? given, ISetupAnswers answers)
    {
        string[] columns = [.. rows[0].Fields.Keys];
        var value = given ?? (Known(columns) is { } known ? ManifestLayout.Column + known : null);
        if (value?.StartsWith(ManifestLayout.Column, StringComparison.Ordinal) == true)
        {
            return OfColumn(value, path, rows, columns);
        }

        string[] images = [.. rows.Select(row => ChannelFiles.Split(row.Fields[ManifestLayout.ImageColumn])[0])];
        var roles = Array.ConvertAll(images, ImageRole.Of);
        var shared = Enumerable.Range(0, roles.Min(role => role.Folders.Count)).TakeWhile(level => Array.TrueForAll(roles, role => role.Folders[level] == roles[0].Folders[level])).Count();
        string[] sites = [.. rows.Select(row => site is null ? "" : row.Fields[site])], folders = [.. roles.Select(role => string.Join('/', role.Folders.Skip(shared)))];
        var names = new NameBeginnings([.. folders.Zip(roles, (folder, role) => folder.Length > 0 ? $"{folder}/{role.Name}" : role.Name)], sites, haveParts: Array.TrueForAll(NamedParts.Of(images), part => part is not null));
        var inFolders = folders.Distinct().Count();

        // Folders of hospitals, or of images and masks, are no patients'.
        var foldersTell = inFolders >= FewestPatients && inFolders < rows.Count && inFolders > sites.Distinct().Count() && Array.TrueForAll(folders, folder => folder.Length > 0);
        string[] named = [.. others.Where(column => column != site && rows.DistinctBy(row => row.Fields[column]).Count() > 1)];
        SetupChoice[] choices = [
            .. named.Select(column => new SetupChoice(ManifestLayout.Column + column, $"the column {column}, such as {rows[0].Fields[column]}")),
            .. names.Tell ? new[] { new SetupChoice(ByName, $"{names.Count} patients, by what stands before {names.Before} of the images' names, such as {names.All[0]}") } : [],
            .. foldersTell ? new[] { new SetupChoice(ByFolder, $"{inFolders} patients, by the images' folders, such as {folders[0]}") } : [],
            new(ByPicture, "every row is of another patient")];
        value ??= choices.Length == 1 ? ByPicture : new SetupQuestion(
            named.Length > 0 ? $"{path}: which column names the patients?" : $"{path} has no column of patients: are its {rows.Count} images of {rows.Count} patients, or of fewer, by their names or folders?",
            Option, choices).Ask(answers);
        return value switch
        {
            ByPicture => new(null, [.. rows.Select(row => row.Fields[ManifestLayout.ImageColumn])], "patients: every row is of another patient"),
            ByName when names.AreShared => new(null, names.All, $"patients: {names.Count}, by what stands before {names.Before} of the images' names, such as {names.All[0]}"),
            ByFolder when inFolders > 1 => new(null, folders, $"patients: one a folder of the images, such as {folders[0]}"),
            ByName or ByFolder => throw new UserException(
                $"{Option} {value}: {(value == ByName ? $"no two images of {path} have the same name before their last _ or -" : $"all images of {path} lie in one folder")}", $"Give {Option} {ByPicture}, or {Option} {ManifestLayout.Column}NAME."),
            _ when value.StartsWith(ManifestLayout.Column, StringComparison.Ordinal) => OfColumn(value, path, rows, columns),
            _ => throw new UserException($"{Option} {value}: {path} is a table", $"Give {Option} {ByPicture} or {Option} {ManifestLayout.Column}NAME, with one of {string.Join(", ", columns)}. Where the images' own folders and names are meant, as before init wrote this table, remove it first, or name their folder with --layout {PairLayout.LayoutName}."),
        };
    }

    private static TablePatients OfColumn(string value, string path, IReadOnlyList<CsvRow> rows, IReadOnlyList<string> columns)
    {
        var column = ManifestLayout.Named(Option, value[ManifestLayout.Column.Length..], path, columns);
        return new(column, [.. rows.Select(row => row.Fields[column])], $"patients: the column {column}");
    }
}
