namespace AsynDGAN.Core.Runs;

/// <summary>A folder that is made where it is not there, with those above it.</summary>
internal static class NewFolder
{
    /// <summary>Makes it.</summary>
    /// <returns>Its whole path.</returns>
    /// <exception cref="UserException">The disk is full, or the folder cannot be made there.</exception>
    public static string Make(string path)
    {
        try
        {
            return Directory.CreateDirectory(path).FullName;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            var other = RealPath.LostTarget(path) is { } target ? $"it is a link to {target}, which is not there" : File.Exists(path) ? "it is a file, where a folder is wanted" : null;
            throw new UserException($"{path} cannot be written: {other ?? e.Message}", other is null ? "Check the free space and the permissions of its folder." : "Remove it, or choose another folder.");
        }
    }
}
