namespace AsynDGAN.Core.Figures;

/// <summary>A histogram's bars.</summary>
/// <param name="Label">Written in the legend.</param>
/// <param name="Heights">One a bin.</param>
public sealed record BarPlot(string Label, IReadOnlyList<double> Heights);
