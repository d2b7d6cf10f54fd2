namespace AsynDGAN.Core.Synthesis;

/// <summary>A row of manifest.csv: one synthetic image and where its condition came from.</summary>
/// <param name="Site">The site whose head it is.</param>
/// <param name="Patient">Opaque name of the head's patient, unique over sites; a split by it never separates two images of one head.</param>
/// <param name="Image">The image, relative to the manifest.</param>
/// <param name="Mask">The mask, relative to the manifest.</param>
/// <param name="Item">Position in the plan, from 0.</param>
/// <param name="Sample">The head's sample number within its site.</param>
/// <param name="TumourSite">The site whose tumour it is.</param>
/// <param name="TumourPatient">Opaque name of the tumour's patient.</param>
/// <param name="TumourSample">The tumour's sample number within its site.</param>
/// <param name="Mixed">"true" where the tumour is another slice's, a condition that G has not seen; else "false".</param>
/// <param name="Deformed">"true" where a deformation changed tumour or head, so that they are no slice's own; else "false".</param>
/// <param name="Moved">Columns of sets whose tumours are placed anew: <see cref="Moves"/>, pixels from where the tumour lies in its own slice.</param>
public sealed record SyntheticRow(
    string Site, string Patient, string Image, string Mask, int Item, int Sample, string TumourSite, string TumourPatient,
    int TumourSample, string Mixed, string Deformed, IReadOnlyList<double> Moved)
{
    /// <summary>Down and to the right.</summary>
    public static readonly IReadOnlyList<string> Moves = ["MovedDown", "MovedAcross"];

    /// <summary>The name of a site's patient, by its number, which is all that the centre knows.</summary>
    public static string PatientOf(string site, int number) => $"{site}-p{number:D4}";
}
