namespace AsynDGAN.Core.Audit.Findings;

/// <summary>A figure of audit.json, whether it could be measured or not.</summary>
/// <param name="Name">Its key, <c>section.figure</c>; other programs and --fail-above go by it, so that it stays.</param>
/// <param name="Meaning">What it counts, in one sentence.</param>
/// <param name="Most">The most that it can be: 1 for shares and AUC; infinite where there is no bound.</param>
public sealed record FigureKey(string Name, string Meaning, double Most = 1);
