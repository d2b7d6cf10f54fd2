using AsynDGAN.Core.Configuration;

namespace AsynDGAN.Core.Audit;

/// <summary>What an audit is asked to do.</summary>
/// <param name="Experiment">The configuration; null: the first run's own.</param>
/// <param name="Overrides">Texts <c>a.b=value</c> over the run's own configuration.</param>
/// <param name="Runs">Folders of runs, joined by a plus; null: <c>runs/NAME</c> of the configuration.</param>
/// <param name="Output">The audit's folder; null: <c>audit</c> in the first run's.</param>
/// <param name="Overwrite">Whether an audit that is there is replaced.</param>
/// <param name="FailAbove">Texts <c>KEY=VALUE</c>.</param>
/// <param name="Samples">How many training samples the inversion asks about, rounded up to whole batches at every site; at least 1.</param>
public sealed record AuditRequest(
    Experiment? Experiment, IReadOnlyList<string> Overrides, string? Runs, string? Output, bool Overwrite, IReadOnlyList<string> FailAbove, int Samples);
