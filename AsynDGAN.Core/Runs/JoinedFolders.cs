namespace AsynDGAN.Core.Runs;

/// <summary>Folders of runs or synthetic sets that belong together, joined by a plus.</summary>
public static class JoinedFolders
{
    /// <summary>The folders of a text; one whose own path has a plus stays one.</summary>
    public static IReadOnlyList<string> Of(string text) =>
        FolderKind.Run.Is(text) || FolderKind.SyntheticSet.Is(text) ? [text] : text.Split('+');
}
