namespace AsynDGAN.Core.Audit;

/// <summary>What came of an audit.</summary>
/// <param name="Folder">Where it was written.</param>
/// <param name="Text">What was learned, a line a section.</param>
/// <param name="Measured">All figures of audit.json by their keys; null: it could not be measured.</param>
/// <param name="AboveLimits">Figures that are above their limits, a sentence each.</param>
public sealed record AuditOutcome(string Folder, string Text, IReadOnlyDictionary<string, double?> Measured, IReadOnlyList<string> AboveLimits);
