namespace AsynDGAN.Core.Comparison.Gaussian;

/// <summary>The runs of one row of the table, which differ in their seeds.</summary>
/// <param name="Label">What the table calls them.</param>
/// <param name="Runs">Their folders.</param>
public sealed record LabelledRuns(string Label, IReadOnlyList<string> Runs)
{
    /// <summary>Reads LABEL=RUN,RUN.</summary>
    /// <exception cref="UserException">It is nothing like that.</exception>
    public static LabelledRuns Parse(string text)
    {
        var at = text.IndexOf('=');
        var runs = text[(at + 1)..].Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return at > 0 && runs.Length > 0
            ? new LabelledRuns(text[..at].Trim(), runs)
            : throw new UserException($"--run {text} names no label and run.", "Write it as LABEL=RUN or LABEL=RUN,RUN, such as AsynDGAN=runs/gaussian.");
    }
}
