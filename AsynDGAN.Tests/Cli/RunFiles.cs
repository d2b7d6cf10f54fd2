using System.Security.Cryptography;

namespace AsynDGAN.Tests.Cli;

/// <summary>The files of a run's folder that the configuration and the data alone decide.</summary>
internal static class RunFiles
{
    // When it was run, with which command line, and how often it was stopped.
    private static readonly string[] ofTheProcess = ["provenance.json", "log.txt", "report.html"];

    // Its name has the time and the host, and its records the time.
    private const string Events = "events.out.tfevents.";

    /// <summary>Two runs have the same files, byte for byte.</summary>
    public static void AreEqual(string run, string expected)
    {
        Assert.That(Digests(run), Is.EquivalentTo(Digests(expected)));
    }

    public static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    /// <summary>A line a file: its name and the digest of its content.</summary>
    public static string[] Digests(string run) =>
        [.. Directory.EnumerateFiles(run, "*", SearchOption.AllDirectories)
            .Select(file => (Path: file, Name: Path.GetRelativePath(run, file)))
            .Where(file => !ofTheProcess.Contains(file.Name) && !Path.GetFileName(file.Name).StartsWith(Events, StringComparison.Ordinal))
            .OrderBy(file => file.Name, StringComparer.Ordinal)
            .Select(file => $"{file.Name} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file.Path)))}")];
}
