namespace AsynDGAN.Core.Runs;

/// <summary>Shows how many of the data's files or cases are read. Called from the reading threads.</summary>
/// <param name="display">Where it is shown.</param>
/// <param name="stop">When nothing is shown any more.</param>
public sealed class LoadingProgress(IRunDisplay display, CancellationToken stop = default) : IProgress<(int Done, int Total)>
{
    /// <summary>What is shown as being done.</summary>
    public const string Work = "reading the data";

    /// <summary>Loads data, and shows how far that is; where it is asked to stop, the loading is left behind, since the process is about to end.</summary>
    /// <param name="display">Where it is shown.</param>
    /// <param name="stop">Asks to stop.</param>
    /// <param name="load">Loads; told where its progress goes.</param>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    public static T Load<T>(IRunDisplay display, CancellationToken stop, Func<LoadingProgress, T> load) =>
        Task.Run(() => load(new LoadingProgress(display, stop)), stop).WaitAsync(stop).GetAwaiter().GetResult();

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
