namespace AsynDGAN.Core.Synthesis;

/// <summary>A row of samples.csv: one drawn point.</summary>
/// <param name="Item">Its number, from 0.</param>
/// <param name="Component">The component that its condition names, from 1; null where the condition is withheld.</param>
/// <param name="Y1">Its first coordinate.</param>
/// <param name="Y2">Its second; null on the line.</param>
public sealed record PointRow(int Item, int? Component, float Y1, float? Y2);
