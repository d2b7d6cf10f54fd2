using AsynDGAN.Core.Fidelity;

namespace AsynDGAN.Core.Comparison.Fidelity;

/// <summary>One measure of some drawings: a line of fidelity.csv.</summary>
/// <param name="Set">The label of the synthetic set.</param>
/// <param name="Run">Which of the label's sets, and its split.</param>
/// <param name="Masks">own: the drawings of slices' own masks; new: those of mixed or deformed ones.</param>
/// <param name="Images">How many drawings were measured, and as many real images.</param>
/// <param name="Patients">Patients of the drawings' conditions.</param>
/// <param name="Part">Whose real images they were measured against: validation or test.</param>
/// <param name="HeldOutPatients">Patients of those.</param>
/// <param name="Features">What they were compared by, such as 20 radiomic features.</param>
/// <param name="Measure">What was measured.</param>
/// <param name="Value">The measure; undefined where the images, or those of different patients, are too few.</param>
/// <param name="Low">Lower end of its 95% interval by patient; undefined for fewer than 5 patients.</param>
/// <param name="High">Upper end.</param>
/// <param name="Floor">The same measure of as many real training images.</param>
public sealed record FidelityRow(
    string Set, string Run, string Masks, int Images, int Patients, string Part, int HeldOutPatients, string Features, string Measure,
    double? Value, double? Low, double? High, double? Floor)
{
    /// <summary>Why there is no measure: its neighbours and pairs are of different patients, of whom enough images may be too few.</summary>
    internal string Lack => Images > (Measure switch { FidelityMeasures.Frechet => int.MaxValue, FidelityMeasures.Kernel => 1, _ => Neighbourhoods.K }) ? "too few images of different patients" : "too few images";
}
