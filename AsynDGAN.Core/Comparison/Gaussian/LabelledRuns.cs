using AsynDGAN.Core.Reuse;

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

    /// <summary>Refuses runs of a row and mixture, over which means are taken, that do not repeat one another with another seed.</summary>
    /// <exception cref="UserException">There are such.</exception>
    internal static void CheckRepetitions(IReadOnlyList<DrawnSample> drawn)
    {
        foreach (var row in drawn.GroupBy(sample => (sample.Label, sample.Mixture.Text)))
        {
            var first = row.First();
            foreach (var other in row.Skip(1))
            {
                var comparison = Dependence.Repetition.Of(other.Experiment).ComparedWith(Dependence.Repetition.Of(first.Experiment));
                if (comparison.Different.Count > 0)
                {
                    throw new UserException(
                        $"--run {first.Label}: the runs {first.Run} and {other.Run} differ in more than their seeds:{string.Concat(comparison.Different.Select(d => $"\n  {d.Part}: {d.There} in {first.Run}, {d.Now} in {other.Run}"))}",
                        "Give them labels of their own.");
                }
            }

            if (row.GroupBy(sample => sample.Experiment.Seed).FirstOrDefault(same => same.Count() > 1) is { } twice)
            {
                throw new UserException(
                    $"--run {first.Label}: the runs {string.Join(" and ", twice.Select(sample => sample.Run))} have the same seed: {twice.Key}.",
                    "Name one of them, or train the others with seeds of their own.");
            }
        }
    }
}
