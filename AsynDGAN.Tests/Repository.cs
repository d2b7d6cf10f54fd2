namespace AsynDGAN.Tests;

/// <summary>The repository that the tests were built from.</summary>
internal static class Repository
{
    /// <summary>Its folder.</summary>
    public static string Root { get; } = Find();

    /// <summary>The documents: the Markdown files of the root and of docs.</summary>
    public static IReadOnlyList<string> Documents { get; } =
        [.. new[] { Root, Path.Combine(Root, "docs") }.SelectMany(folder => Directory.GetFiles(folder, "*.md")).Select(Relative).Order(StringComparer.Ordinal)];

    /// <summary>A path of it.</summary>
    public static string At(string path) => Path.Combine(Root, path);

    /// <summary>A text file of it, with line feeds.</summary>
    public static string Read(string path) => File.ReadAllText(At(path)).ReplaceLineEndings("\n");

    private static string Relative(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "AsynDGAN.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("the tests do not lie in their repository");
        }

        return folder.FullName;
    }
}
