namespace AsynDGAN.Core.Comparison.Gaussian;

/// <summary>The runs of one row of the table, which differ in their seeds.</summary>
/// <param name="Label">What the table calls them.</param>
/// <param name="Runs">Their folders.</param>
public sealed record LabelledRuns(string Label, IReadOnlyList<string> Runs)
{
    private static readonly string[] own = [GaussianStudy.TruePoints, WithheldRow.MixtureName, WithheldRow.MinimiserName];

    /// <summary>Reads LABEL=RUN,RUN.</summary>
    /// <exception cref="UserException">It is nothing like that.</exception>
    public static LabelledRuns Parse(string text)
    {
        var at = text.IndexOf('=');
        var label = at > 0 ? text[..at].Trim() : "";
        var runs = text[(at + 1)..].Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return label.Length > 0 && runs.Length > 0
            ? new LabelledRuns(label, runs)
            : throw new UserException($"--run {text} names no label and run.", "Write it as LABEL=RUN or LABEL=RUN,RUN, such as AsynDGAN=runs/gaussian.");
    }

    /// <summary>Refuses rows that would be mixed up in the table: its own ones' names, a label twice, and a run that a row counts twice.</summary>
    /// <exception cref="UserException">There are such.</exception>
    internal static void Check(IReadOnlyList<LabelledRuns> rows)
    {
        if (rows.FirstOrDefault(row => own.Contains(row.Label, StringComparer.OrdinalIgnoreCase)) is { } taken)
        {
            throw new UserException($"--run {taken.Label}: the table has a row of its own that is called '{taken.Label}'.", "Give the runs another label.");
        }

        if (rows.GroupBy(row => row.Label).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            throw new UserException($"--run {twice.Key} is given twice.", "List a label's runs in one option, separated by commas.");
        }

        foreach (var row in rows)
        {
            if (row.Runs.GroupBy(run => RealPath.Of(run), FileNameCase.Comparer).FirstOrDefault(same => same.Count() > 1) is { } same)
            {
                throw new UserException($"--run {row.Label} names the run {same.First()} twice.", "Name each once.");
            }
        }
    }
}
