using AsynDGAN.Core.Runs;

namespace AsynDGAN.Core.Comparison;

/// <summary>Shows how far the trainings of rows side by side are, all together; several threads may report.</summary>
/// <param name="inner">Where it is shown.</param>
/// <param name="rows">How many there are.</param>
internal sealed class RowsDisplay(IRunDisplay inner, int rows) : IRunDisplay
{
    private readonly Dictionary<string, long> steps = [];
    private readonly Lock gate = new();

    public void Say(string line)
    {
        lock (gate)
        {
            inner.Say(line);
        }
    }

    public void Warn(string line)
    {
        lock (gate)
        {
            inner.Warn(line);
        }
    }

    public void Advance(string work, long done, long total)
    {
        if (!work.EndsWith(IRunDisplay.Steps, StringComparison.Ordinal))
        {
            return;
        }

        lock (gate)
        {
            steps[work] = done;
            inner.Advance($"{rows} rows: {IRunDisplay.Steps}", steps.Values.Sum(), rows * total);
        }
    }

    public void Show(TrainingStatus status) => throw new NotSupportedException("rows have no such status");
}
