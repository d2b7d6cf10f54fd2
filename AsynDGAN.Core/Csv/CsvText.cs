using System.Text;
using AsynDGAN.Core.Configuration;

namespace AsynDGAN.Core.Csv;

/// <summary>The text of a CSV file, in which no letter is guessed: two names that differ in one letter would become one.</summary>
internal static class CsvText
{
    /// <summary>What to do about bytes that are no text of a file that <c>data.encoding</c> tells of.</summary>
    internal const string Hint = "Save it as UTF-8, or say what it is in by data.encoding, such as windows-1252 (latin-1) or utf-16.";

    /// <summary>What to do about a file that the program wrote.</summary>
    internal const string OwnHint = "The program wrote it, and it was changed since or is damaged; restore it, or have it written anew.";

    // Of 32 bits first: that of 16 bits begins it.
    private static readonly Encoding[] marked = [Encoding.UTF32, Encoding.UTF8, Encoding.Unicode, Encoding.BigEndianUnicode];

    /// <param name="path">The file.</param>
    /// <param name="encoding">A name that <see cref="TextEncodings"/> knows.</param>
    /// <exception cref="UserException">Bytes of it are no text of this encoding: the line is named.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static string Read(string path, string encoding) => Read(path, encoding, Hint);

    /// <summary>The text of a file that the program wrote, as it writes everything.</summary>
    /// <param name="path">The file.</param>
    /// <param name="mend">What to do about one that ends within a line, where that is known.</param>
    /// <exception cref="UserException">It ends within a line, or bytes of it are no text.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static string ReadOwn(string path, string? mend = null)
    {
        var text = Read(path, TextEncodings.Usual, OwnHint);
        return text.Length == 0 ? throw new UserException($"{path} is empty", OwnHint)
            : text[^1] == '\n' ? text
            : throw new UserException($"{path} ends within its line {Line(text)}: it is cut off", mend ?? OwnHint);
    }

    private static string Read(string path, string encoding, string hint)
    {
        var bytes = File.ReadAllBytes(path);
        var decoder = TextEncodings.Find(encoding) ?? throw new UserException($"data.encoding: there is no encoding '{encoding}'", Hint);
        if (decoder.CodePage == Encoding.Unicode.CodePage && bytes.AsSpan().StartsWith(Encoding.BigEndianUnicode.Preamble))
        {
            // The name tells no byte order: the mark does.
            decoder = TextEncodings.Find(Encoding.BigEndianUnicode.WebName)!;
        }

        if (Array.Find(marked, mark => bytes.AsSpan().StartsWith(mark.Preamble)) is { } other && other.CodePage != decoder.CodePage)
        {
            throw new UserException($"{path}, line 1 is not {decoder.WebName}: it begins with the byte order mark of {other.WebName}", hint);
        }

        var preamble = decoder.Preamble.Length > 0 && bytes.AsSpan().StartsWith(decoder.Preamble) ? decoder.Preamble.Length : 0;
        try
        {
            var text = decoder.GetString(bytes.AsSpan(preamble));
            var none = text.IndexOf('\0');
            return none < 0 ? text : throw new UserException($"{path}, line {Line(text.AsSpan(0, none))} holds a null character: it is not {decoder.WebName}", hint);
        }
        catch (DecoderFallbackException fault)
        {
            var at = Math.Clamp(fault.Index + preamble, 0, bytes.Length);
            var before = Encoding.Latin1.GetString(bytes.AsSpan(0, at));
            throw new UserException($"{path}, line {Line(before)} is not {decoder.WebName}: byte {at} is {Convert.ToHexString(fault.BytesUnknown ?? [])} (hexadecimal)", hint);
        }
    }

    /// <summary>Whether the file is UTF-8, and no ASCII of 16 bits, whose every other byte is zero; true where it cannot be read, which reading it tells.</summary>
    public static bool IsUtf8(string path)
    {
        try
        {
            var bytes = File.ReadAllBytes(path);
            return !bytes.Contains((byte)0) && System.Text.Unicode.Utf8.IsValid(bytes);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }

    /// <summary>Which line, from 1, follows a text; a carriage return alone ends one too.</summary>
    private static int Line(ReadOnlySpan<char> before) => 1 + before.Count('\n') + before.Count('\r') - before.Count("\r\n");
}
