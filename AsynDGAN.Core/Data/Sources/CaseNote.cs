using AsynDGAN.Core.Imaging;

namespace AsynDGAN.Core.Data.Sources;

/// <summary>Something to say of a case that can be used.</summary>
/// <param name="Kind">Equal for equal things, so that they are said once.</param>
/// <param name="Text">Which file or value it is.</param>
public sealed record CaseNote(string Kind, string Text)
{
    /// <summary>Of labels that are listed in part.</summary>
    internal const string Unlisted = Warning + "labels that data.mask_values does not list count as background";

    private const string Warning = "warning: ";

    private const string Narrowed = Warning + "of 16 bits a small part is used, and 8 are kept: scale the pictures to all of their 16 bits, or to 8";

    // A picture of so many of its 65,536 values has 64 of its 256 left.
    private const int FewValues = 1 << 14;

    /// <summary>What is to say of a picture that is kept in 8 bits (<see cref="PixelArray.InEightBits"/>): where few of its grey levels are left.</summary>
    /// <param name="name">What the picture is called.</param>
    /// <param name="image">It as it was read.</param>
    internal static IReadOnlyList<CaseNote> OfNarrowed(string name, PixelArray image) =>
        image.Bits == 16 && image.Values.Max() is < FewValues and var largest ? [new CaseNote(Narrowed, $"{name}: values up to {largest}")] : [];

    /// <summary>A note that is a warning.</summary>
    internal static string AsWarning(string text) => Warning + text;

    /// <summary>Says what notes say, a line each, and warns of those that are warnings.</summary>
    /// <param name="notes">As of a data set.</param>
    /// <param name="say">Told the others.</param>
    /// <param name="warn">Told the warnings.</param>
    public static void Tell(IEnumerable<string> notes, Action<string> say, Action<string> warn)
    {
        foreach (var note in notes.Select(Visible.Name))
        {
            if (IsWarning(note))
            {
                warn(note[Warning.Length..]);
            }
            else
            {
                say(note);
            }
        }
    }

    /// <summary>Whether a note is a warning.</summary>
    internal static bool IsWarning(string note) => note.StartsWith(Warning, StringComparison.Ordinal);
}
