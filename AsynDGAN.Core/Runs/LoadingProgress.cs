namespace AsynDGAN.Core.Runs;

/// <summary>Shows how many of the data's files or cases are read. Called from the reading threads.</summary>
/// <param name="display">Where it is shown.</param>
/// <param name="stop">When nothing is shown any more.</param>
public sealed class LoadingProgress(IRunDisplay display, CancellationToken stop = default) : IProgress<(int Done, int Total)>
{
    /// <summary>What is shown as being done.</summary>
    public const string Work = "reading the data";

    private readonly Lock gate = new();
    private int shown;

    /// <inheritdoc />
    public void Report((int Done, int Total) value)
    {
        lock (gate)
        {
            if (value.Done > shown && !stop.IsCancellationRequested)
            {
                shown = value.Done;
                display.Advance(Work, value.Done, value.Total);
            }
        }
    }
}
