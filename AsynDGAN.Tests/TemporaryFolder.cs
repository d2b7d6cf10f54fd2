namespace AsynDGAN.Tests;

/// <summary>A folder of a test's own, deleted with it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("asyndgan-").FullName;

    public string Join(params string[] names)
    {
        return System.IO.Path.Combine([Path, .. names]);
    }

    public string[] Names()
    {
        return [.. Directory.EnumerateFileSystemEntries(Path).Select(System.IO.Path.GetFileName).Order(StringComparer.Ordinal)!];
    }

    /// <summary>The path of a file in the folder, whose own folder exists.</summary>
    public string In(string name)
    {
        var path = Join(name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        return path;
    }

    public string Write(string name, string text)
    {
        var path = In(name);
        File.WriteAllText(path, text);
        return path;
    }

    public void Dispose()
    {
        Directory.Delete(Path, recursive: true);
    }
}
