using AsynDGAN.Core.Runs;

namespace AsynDGAN.Core.Audit.Subject;

/// <summary>What is audited.</summary>
/// <param name="Runs">At least one; several are of one configuration, and leave out other folds.</param>
/// <param name="Samples">How many samples the costly attacks ask about at most.</param>
/// <param name="Display">Shows how far the work is.</param>
internal sealed record AuditSubject(IReadOnlyList<AuditedRun> Runs, int Samples, IRunDisplay Display) : IDisposable
{
    /// <summary>The first run: whose messages, released set and held-out patients are looked at where one run is.</summary>
    public AuditedRun First => Runs[0];

    /// <summary>A sentence that says so, to be put behind another; empty where there is one run.</summary>
    public string OfFirst => Runs.Count == 1 ? "" : $" This is of the run {First.Name} alone.";

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var run in Runs)
        {
            run.Dispose();
        }
    }
}
