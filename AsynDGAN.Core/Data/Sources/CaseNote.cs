namespace AsynDGAN.Core.Data.Sources;

/// <summary>Something to say of a case that can be used.</summary>
/// <param name="Kind">Equal for equal things, so that they are said once.</param>
/// <param name="Text">Which file or value it is.</param>
public sealed record CaseNote(string Kind, string Text)
{
    /// <summary>Of labels that are listed in part.</summary>
    internal const string Unlisted = Warning + "labels that data.mask_values does not list count as background";

    private const string Warning = "warning: ";

    /// <summary>A note that is a warning.</summary>
    internal static string AsWarning(string text) => Warning + text;

    /// <summary>Says what a note says, or warns of it where it is a warning.</summary>
    internal static void Tell(string note, Action<string> say, Action<string> warn)
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

    /// <summary>Whether a note is a warning.</summary>
    internal static bool IsWarning(string note) => note.StartsWith(Warning, StringComparison.Ordinal);
}
