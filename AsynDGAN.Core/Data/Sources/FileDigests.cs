using System.Collections.Concurrent;
using AsynDGAN.Core.Runs;

namespace AsynDGAN.Core.Data.Sources;

/// <summary>The digests of files' contents, each file read once.</summary>
internal sealed class FileDigests
{
    private readonly ConcurrentDictionary<string, Lazy<FileDigest>> known = new();

    /// <exception cref="UserException">The file cannot be read.</exception>
    public FileDigest Of(string path) => known.GetOrAdd(path, new Lazy<FileDigest>(() => Read(path))).Value;

    private static FileDigest Read(string path)
    {
        var digest = Digest.OfFile(path, out var length);
        return new FileDigest(Path.GetFileName(path), length, digest);
    }
}
