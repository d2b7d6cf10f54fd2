namespace AsynDGAN.Core;

/// <summary>
/// A fault that the user can mend: bad input, a missing file, a device that is not there. It is shown as its message
/// and hint alone, with exit code 2. Every other exception is a bug and keeps its stack trace.
/// </summary>
/// <param name="message">
/// What is wrong: the thing and the value at fault, in one line or with an indented list. Never pixel values or patients' records.
/// </param>
/// <param name="hint">What to do about it.</param>
public sealed class UserException(string message, string? hint = null) : Exception(Visible.Message(message))
{
    /// <summary>What to do about it; null where the message says it already.</summary>
    public string? Hint { get; } = hint is null ? null : Visible.Message(hint);

    /// <summary>Both in one line, for a list of faults.</summary>
    public string InList => Hint is null ? Message : $"{Message}; {char.ToLowerInvariant(Hint[0])}{Hint.TrimEnd('.')[1..]}";
}
