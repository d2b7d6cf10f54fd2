using System.Globalization;
using AsynDGAN.Core.Comparison.Statistics;

namespace AsynDGAN.Core.Audit.Findings;

/// <summary>A limit that a figure must not exceed, so that a release can be gated.</summary>
/// <param name="Key">The figure.</param>
/// <param name="Value">What it may be at most.</param>
public sealed record FigureLimit(FigureKey Key, double Value)
{
    /// <summary>Reads limits.</summary>
    /// <param name="texts">Texts <c>KEY=VALUE</c>.</param>
    /// <param name="keys">All figures.</param>
    /// <exception cref="UserException">A text is no limit, its key is no figure's, or the figure cannot be above it.</exception>
    public static IReadOnlyList<FigureLimit> Of(IReadOnlyList<string> texts, IReadOnlyList<FigureKey> keys)
    {
        var parsed = texts.Select(text => (Text: text, Parts: text.Split('=', 2))).ToList();
        if (parsed.Where(limit => keys.All(key => key.Name != limit.Parts[0])).Select(limit => limit.Parts[0]).ToList() is { Count: > 0 } unknown)
        {
            var names = string.Join(", ", unknown.Select(name => $"'{name}'"));
            throw unknown.ConvertAll(name => NearestName.To(name, keys.Select(key => key.Name))) is var meant && meant.TrueForAll(name => name is not null)
                ? new UserException($"--fail-above: the audit has no figure {names}.", $"Did you mean {string.Join(", ", meant)}?")
                : new UserException($"--fail-above: the audit has no figure {names}. Its figures:{string.Concat(keys.Select(key => $"\n  {key.Name}: {key.Meaning}"))}");
        }

        return [.. parsed.Select(limit => Of(limit.Text, limit.Parts, keys))];
    }

    private static FigureLimit Of(string text, string[] parts, IReadOnlyList<FigureKey> keys)
    {
        if (parts.Length != 2 || !double.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || !double.IsFinite(value))
        {
            throw new UserException($"--fail-above {text}: write it as KEY=VALUE, such as {keys[0].Name}=0.5.");
        }

        var key = keys.First(key => key.Name == parts[0]);
        return value <= key.Most
            ? new FigureLimit(key, value)
            : throw new UserException($"--fail-above {text}: {key.Name} is {Number(key.Most)} at most, so that nothing would be above.", key.Most == 1 ? "Give it as a share: 0.05 is 5 in 100." : "Give a smaller limit.");
    }

    /// <summary>What is wrong with a figure; null where it is within the limit. One that could not be measured is not known to be.</summary>
    /// <param name="figure">The figure; null: it could not be measured.</param>
    /// <param name="isOfTooFew">Whether it is of fewer patients than an interval takes: a point that is within the limit says nothing then.</param>
    public string? Fault(double? figure, bool isOfTooFew = false) =>
        figure is null ? $"{Key.Name} could not be measured, and must not be above {Number(Value)}"
        : figure > Value ? $"{Key.Name} is {Number(figure.Value)}, above {Number(Value)}"
        : isOfTooFew ? $"{Fault(null)}: it is {Number(figure.Value)} of {Bootstrap.TooFew} for an interval"
        : null;

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
