using System.Text;

namespace AsynDGAN.Core.Configuration;

/// <summary>Encodings of text files by their usual names.</summary>
public static class TextEncodings
{
    /// <summary>What files are in where nothing else is said.</summary>
    public const string Usual = "utf-8";

    private static readonly Dictionary<string, string> otherNames = new(StringComparer.OrdinalIgnoreCase)
    {
        ["utf8"] = Usual,
        ["utf-8-sig"] = Usual,
        ["latin-1"] = "iso-8859-1",
        ["ansi"] = "windows-1252",
        ["utf16"] = "utf-16",
        ["mac-roman"] = "macintosh",
    };

    static TextEncodings() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>The encoding, which throws at bytes that it does not know; null where there is none of this name.</summary>
    public static Encoding? Find(string name)
    {
        try
        {
            return Encoding.GetEncoding(
                otherNames.GetValueOrDefault(name.Trim(), name.Trim()), EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
        }
        catch (Exception fault) when (fault is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }
}
