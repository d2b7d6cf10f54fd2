namespace AsynDGAN.Core.Comparison.Statistics;

/// <summary>An estimate and the interval around it.</summary>
public sealed record ConfidenceInterval(double Estimate, double Lower, double Upper);
