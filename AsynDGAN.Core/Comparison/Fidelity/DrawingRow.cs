namespace AsynDGAN.Core.Comparison.Fidelity;

/// <summary>One drawing beside real images: a line of drawings.csv.</summary>
/// <param name="Set">The label of the synthetic set.</param>
/// <param name="Run">Which of the label's sets, and its split.</param>
/// <param name="Masks">own: a slice's own mask; new: a mixed or deformed one.</param>
/// <param name="Patient">Whose head it is.</param>
/// <param name="Slice">The slice that the head came from.</param>
/// <param name="Seen">Whether the generator was trained on that slice.</param>
/// <param name="Correlation">With that slice, inside the head, away from its outline and without the object; undefined for new masks.</param>
/// <param name="Nearest">The nearest slice of all that the generator was trained on.</param>
/// <param name="Distance">To that.</param>
/// <param name="Threshold">The distance below which a drawing is a near-copy; undefined where there are too few held-out slices.</param>
public sealed record DrawingRow(
    string Set, string Run, string Masks, string Patient, string Slice, bool Seen, double? Correlation, string Nearest, double Distance, double? Threshold)
{
    /// <summary>The names of <see cref="Masks"/>.</summary>
    public const string OwnMasks = "own", NewMasks = "new";

    /// <summary>Whether it is a near-copy; undefined where there is no threshold.</summary>
    public bool? IsNearCopy => Threshold is null ? null : Distance < Threshold;
}
