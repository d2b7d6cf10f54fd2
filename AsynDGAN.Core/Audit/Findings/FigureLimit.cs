using System.Globalization;

namespace AsynDGAN.Core.Audit.Findings;

/// <summary>A limit that a figure must not exceed, so that a release can be gated.</summary>
/// <param name="Key">The figure.</param>
/// <param name="Value">What it may be at most.</param>
public sealed record FigureLimit(FigureKey Key, double Value)
{
    /// <summary>Reads limits.</summary>
    /// <param name="texts">Texts <c>KEY=VALUE</c>.</param>
    /// <param name="keys">All figures.</param>
    /// <exception cref="UserException">A text is no limit, or its key is no figure's.</exception>
    public static IReadOnlyList<FigureLimit> Of(IReadOnlyList<string> texts, IReadOnlyList<FigureKey> keys)
    {
        var parsed = texts.Select(text => (Text: text, Parts: text.Split('=', 2))).ToList();
        if (parsed.Where(limit => keys.All(key => key.Name != limit.Parts[0])).Select(limit => limit.Parts[0]).ToList() is { Count: > 0 } unknown)
        {
            throw new UserException(
                $"--fail-above: the audit has no figure {string.Join(", ", unknown.Select(name => $"'{name}'"))}. Its figures:{string.Concat(keys.Select(key => $"\n  {key.Name}: {key.Meaning}"))}");
        }

        return
        [
            .. parsed.Select(limit => limit.Parts.Length == 2 && double.TryParse(limit.Parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
                ? new FigureLimit(keys.First(key => key.Name == limit.Parts[0]), value)
                : throw new UserException($"--fail-above {limit.Text}: write it as KEY=VALUE, such as {keys[0].Name}=0.5.")),
        ];
    }

    /// <summary>What is wrong with a figure; null where it is within the limit. One that could not be measured is not known to be.</summary>
    public string? Fault(double? figure) =>
        figure is null ? $"{Key.Name} could not be measured, and must not be above {Number(Value)}"
        : figure > Value ? $"{Key.Name} is {Number(figure.Value)}, above {Number(Value)}"
        : null;

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
