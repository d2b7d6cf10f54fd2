using System.Text.RegularExpressions;

namespace AsynDGAN.Core;

/// <summary>A word of a command that is told, so that it can be pasted into a shell.</summary>
public static partial class ShellWord
{
    /// <summary>The word, quoted where the shell would take it for something else.</summary>
    public static string Of(string text) =>
        Plain().IsMatch(text) ? text
        : OperatingSystem.IsWindows() || Blanks().IsMatch(text) ? $"\"{text}\""
        : text.Any(char.IsControl) ? $"$'{string.Concat(text.Select(Escaped))}'"
        : $"'{text.Replace("'", @"'\''")}'";

    private static string Escaped(char letter) => char.IsControl(letter) ? $"\\u{(int)letter:x4}" : letter is '\'' or '\\' ? $"\\{letter}" : letter.ToString();

    [GeneratedRegex(@"^[A-Za-z0-9_./+=:,%@\-]+\z")]
    private static partial Regex Plain();

    [GeneratedRegex(@"^[A-Za-z0-9_./+=:,%@\- ]+\z")]
    private static partial Regex Blanks();
}
