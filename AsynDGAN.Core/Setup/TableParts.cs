using AsynDGAN.Core.Data.Sources;

namespace AsynDGAN.Core.Setup;

/// <summary>The parts that the paths of a table's images tell, where no column does: by folders called as parts, also imagesTr and imagesTs, or by words of the files' names.</summary>
internal static class TableParts
{
    /// <summary>Of each image train, validation or test; null where its path does not tell it.</summary>
    /// <param name="images">At least one, as the table has them.</param>
    public static string?[] Of(IReadOnlyList<string> images)
    {
        ImageRole[] roles = [.. images.Select(ImageRole.Of)];
        var areRoles = Array.TrueForAll(roles, role => role.Part is not null);
        string[][] folders = Array.ConvertAll(roles, role => (string[])[.. areRoles ? [role.Part!] : Array.Empty<string>(), .. role.Folders]);
        if (FolderLevels.PartsOf(folders) is { } whole)
        {
            return whole;
        }

        var named = NamedParts.Of(images);
        if (Array.TrueForAll(named, part => part is not null))
        {
            return named;
        }

        // Some alone, as in the folders train, test and extra.
        string?[] some = [.. roles.Select((role, i) => role.Part ?? role.Folders.Select(FolderLevels.PartOf).OfType<string>().FirstOrDefault() ?? named[i])];
        return FolderLevels.AreOfSeveralParts([.. some.OfType<string>()]) ? some : new string?[some.Length];
    }
}
