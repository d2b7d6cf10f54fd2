using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace AsynDGAN.Core.Data.Sources;

/// <summary>The digests of files' contents, each file read once.</summary>
internal sealed class FileDigests
{
    private readonly ConcurrentDictionary<string, Lazy<FileDigest>> known = new();

    /// <exception cref="UserException">The file cannot be read.</exception>
    public FileDigest Of(string path) => known.GetOrAdd(path, new Lazy<FileDigest>(() => Read(path))).Value;

    private static FileDigest Read(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            return new FileDigest(Path.GetFileName(path), stream.Length, Convert.ToHexStringLower(SHA256.HashData(stream)));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"{path} cannot be read: {fault.Message}");
        }
    }
}
