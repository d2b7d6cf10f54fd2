using System.Security.Cryptography;
using System.Text;

namespace AsynDGAN.Core.Runs;

/// <summary>
/// A SHA-256 that stands within the bytes that it covers, as 64 lower-case hexadecimal digits. While it is taken, its own
/// digits are zeros; every other byte counts as it is.
/// </summary>
internal static class OwnChecksum
{
    /// <summary>What stands in the checksum's place while it is taken.</summary>
    public static readonly string Blank = new('0', 2 * SHA256.HashSizeInBytes);

    /// <summary>Where the digits begin; -1 where there are none.</summary>
    /// <param name="bytes">What holds them.</param>
    /// <param name="before">The text right before them.</param>
    public static int Find(ReadOnlySpan<byte> bytes, string before)
    {
        var at = bytes.IndexOf(Encoding.UTF8.GetBytes(before));
        var digits = at + before.Length;
        return at >= 0 && digits + Blank.Length <= bytes.Length ? digits : -1;
    }

    /// <summary>Takes the digits out, and leaves zeros.</summary>
    public static string Cut(Span<byte> bytes, int at)
    {
        var digits = bytes.Slice(at, Blank.Length);
        var text = Encoding.Latin1.GetString(digits);
        digits.Fill((byte)'0');
        return text;
    }

    /// <summary>Puts digits in the place of zeros.</summary>
    public static void Put(Span<byte> bytes, int at, string digits) => Encoding.ASCII.GetBytes(digits, bytes[at..]);
}
