namespace AsynDGAN.Tests.Runs;

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

    public void Dispose()
    {
        Directory.Delete(Path, recursive: true);
    }
}
