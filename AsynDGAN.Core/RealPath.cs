namespace AsynDGAN.Core;

/// <summary>The file behind a path: its own place, whatever links lead to it.</summary>
internal static class RealPath
{
    /// <summary>Whether a path is a link itself, whatever it leads to.</summary>
    public static bool IsLink(string path) => new DirectoryInfo(Path.TrimEndingDirectorySeparator(path)).LinkTarget is not null;

    /// <summary>What a link names that leads nowhere, or in a circle; null where a path is something else.</summary>
    public static string? LostTarget(string path)
    {
        var link = new FileInfo(path);
        try
        {
            return link.ResolveLinkTarget(returnFinalTarget: true) is { } target && !Path.Exists(target.FullName) ? link.LinkTarget : null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return link.LinkTarget;
        }
    }

    /// <summary>Absolute, without links in its folders or its name; what is not there, or leads in a circle, stays as it is.</summary>
    public static string Of(string path)
    {
        var full = Path.GetFullPath(path);
        if (Path.GetDirectoryName(full) is not { } folder)
        {
            return full;
        }

        var own = Path.Combine(Of(folder), Path.GetFileName(full));
        try
        {
            return new FileInfo(own).ResolveLinkTarget(returnFinalTarget: true) is { } target && Path.Exists(target.FullName) ? Of(target.FullName) : own;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return own;
        }
    }
}
