namespace AsynDGAN.Core.Figures;

/// <summary>A row of an interval plot.</summary>
/// <param name="Label">Written left of the row.</param>
/// <param name="Value">Where the mark stands.</param>
/// <param name="Low">Lower end of the interval; null: there is none, and the mark stands alone.</param>
/// <param name="High">Upper end.</param>
public sealed record LabelledInterval(string Label, double Value, double? Low, double? High);
