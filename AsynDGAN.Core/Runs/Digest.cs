using System.Security.Cryptography;
using System.Text;

namespace AsynDGAN.Core.Runs;

/// <summary>SHA-256 in lower-case hexadecimal digits.</summary>
public static class Digest
{
    /// <summary>Of a text, as UTF-8.</summary>
    public static string OfText(string text) => OfBytes(Encoding.UTF8.GetBytes(text));

    /// <summary>Of bytes.</summary>
    public static string OfBytes(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>Of what was appended; the hash is as new afterwards.</summary>
    public static string Of(IncrementalHash hash) => Convert.ToHexStringLower(hash.GetHashAndReset());

    /// <summary>Of a file's bytes.</summary>
    /// <exception cref="UserException">It cannot be read.</exception>
    public static string OfFile(string path) => OfFile(path, out _);

    /// <summary>Of a file's bytes, and how many they are.</summary>
    /// <exception cref="UserException">It cannot be read.</exception>
    public static string OfFile(string path, out long length)
    {
        try
        {
            using var stream = GivenPath.OpenRead(path);
            length = stream.Length;
            return Convert.ToHexStringLower(SHA256.HashData(stream));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserException(GivenPath.LostLink(path) ?? $"{path} cannot be read: {e.Message}", "Check that the file is there and may be read.");
        }
    }
}
