namespace AsynDGAN.Core.Comparison.Fidelity;

/// <summary>The drawings of one set, and what its threshold rests on.</summary>
/// <param name="Drawings">The drawings.</param>
/// <param name="HeldOut">Held-out real slices: patient, name and distance to the nearest training slice of another patient.</param>
internal sealed record MeasuredSet(IReadOnlyList<DrawingRow> Drawings, IReadOnlyList<(string Patient, string Slice, double Distance)> HeldOut);
