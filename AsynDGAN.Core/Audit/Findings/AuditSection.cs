using AsynDGAN.Core.Reporting;

namespace AsynDGAN.Core.Audit.Findings;

/// <summary>What one examination found: a section of the page, and figures of audit.json.</summary>
/// <param name="Title">The section's heading.</param>
/// <param name="Verdict">What it came to.</param>
/// <param name="Tried">What was tried, for one who knows no network.</param>
/// <param name="Learned">What was learned, with the figures that carry it.</param>
/// <param name="Change">What to change.</param>
/// <param name="Figures">Values by their keys; null, or left out, where one could not be measured.</param>
/// <param name="Details">Pictures, tables and how to read them.</param>
internal sealed record AuditSection(
    string Title, Verdict Verdict, string Tried, string Learned, string Change, IReadOnlyDictionary<FigureKey, double?> Figures, Html Details)
{
    /// <summary>Figures of fewer patients than an interval takes, so that they keep no limit for sure.</summary>
    public IReadOnlyCollection<FigureKey> OfTooFew { get; init; } = [];
}
