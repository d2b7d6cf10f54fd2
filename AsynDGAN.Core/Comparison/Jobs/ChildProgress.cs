using System.Globalization;

namespace AsynDGAN.Core.Comparison.Jobs;

/// <summary>How far a child is with something, in one line of its output that no other line can be: it begins with a control character.</summary>
/// <param name="Work">What it does, in a few words.</param>
/// <param name="Done">Items done.</param>
/// <param name="Total">Items in all.</param>
public sealed record ChildProgress(string Work, long Done, long Total)
{
    private const char Mark = '\u001e';

    /// <summary>The line.</summary>
    public string ToLine() => string.Create(CultureInfo.InvariantCulture, $"{Mark}{Done} {Total} {Work.ReplaceLineEndings(" ")}");

    /// <summary>Reads a line; null where it is any other.</summary>
    public static ChildProgress? Parse(string line)
    {
        if (line.Length == 0 || line[0] != Mark || line[1..].Split(' ', 3) is not [var done, var total, var work])
        {
            return null;
        }

        return long.TryParse(done, NumberStyles.None, CultureInfo.InvariantCulture, out var d) && long.TryParse(total, NumberStyles.None, CultureInfo.InvariantCulture, out var t)
            ? new ChildProgress(work, d, t)
            : null;
    }
}
