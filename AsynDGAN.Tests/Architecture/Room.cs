using System.Text.RegularExpressions;

namespace AsynDGAN.Tests.Architecture;

/// <summary>A folder of AsynDGAN.Core, as docs/architecture.md lists them: each uses only those above it.</summary>
/// <param name="Folder">Below AsynDGAN.Core, with slashes; empty for the files beside the folders, which come first.</param>
internal sealed partial record Room(string Folder)
{
    private const string Core = "AsynDGAN.Core";

    /// <summary>In the table's order.</summary>
    public static IReadOnlyList<Room> All { get; } =
        [new Room(""), .. Rows().Matches(Repository.Read("docs/architecture.md")).Select(row => new Room(row.Groups[1].Value))];

    /// <summary>The folders that have code.</summary>
    public static IReadOnlyList<string> Folders { get; } =
    [
        .. Directory.EnumerateFiles(Repository.At(Core), "*.cs", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Repository.At(Core), Path.GetDirectoryName(file)!).Replace('\\', '/'))
            .Where(folder => folder.Split('/')[0] is not ("bin" or "obj"))
            .Select(folder => folder == "." ? "" : folder)
            .Distinct(),
    ];

    /// <summary>The namespace that its types have.</summary>
    public string Namespace => Folder.Length == 0 ? Core : $"{Core}.{Folder.Replace('/', '.')}";

    /// <summary>Its files.</summary>
    public IEnumerable<string> Files => Directory.EnumerateFiles(Repository.At(Path.Combine(Core, Folder)), "*.cs");

    public override string ToString() => Folder.Length == 0 ? "(root)" : Folder;

    [GeneratedRegex(@"^\| `([A-Z][\w/]*)/` \|", RegexOptions.Multiline)]
    private static partial Regex Rows();
}
