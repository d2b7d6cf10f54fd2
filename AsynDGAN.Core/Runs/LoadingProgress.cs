namespace AsynDGAN.Core.Runs;

/// <summary>Shows how many of the data's files or cases are read. Called from the reading threads.</summary>
public sealed class LoadingProgress(IRunDisplay display) : IProgress<(int Done, int Total)>
{
    private readonly Lock gate = new();
    private int shown;

    /// <inheritdoc />
    public void Report((int Done, int Total) value)
    {
        lock (gate)
        {
            if (value.Done > shown)
            {
                shown = value.Done;
                display.Advance("read", value.Done, value.Total);
            }
        }
    }
}
