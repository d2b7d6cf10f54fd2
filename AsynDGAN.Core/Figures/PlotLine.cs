namespace AsynDGAN.Core.Figures;

/// <summary>A line of a plot.</summary>
/// <param name="Label">Written in the legend.</param>
/// <param name="X">From left to right.</param>
/// <param name="Y">As many.</param>
public sealed record PlotLine(string Label, IReadOnlyList<double> X, IReadOnlyList<double> Y);
