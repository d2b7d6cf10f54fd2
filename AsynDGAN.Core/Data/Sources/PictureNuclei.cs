using AsynDGAN.Core.Imaging;

namespace AsynDGAN.Core.Data.Sources;

/// <summary>The nuclei of a picture, as what tells them was read.</summary>
/// <param name="Map">A number each.</param>
/// <param name="Unseen">How many more are told of, which have no pixel.</param>
internal sealed record PictureNuclei(InstanceMap Map, int Unseen)
{
    /// <summary>Those of <c>data.mask_values</c> that its masks have; null where it has no files of masks.</summary>
    public IReadOnlyList<int>? MaskValues { get; init; }

    /// <summary>The first mask with a stored number that <c>data.mask_values</c> leaves out, and which it has; null where there is none.</summary>
    public string? Unlisted { get; init; }

    /// <summary>Those of a map, of so many that the files tell of.</summary>
    public static PictureNuclei Of(InstanceMap map, int count) => new(map, count - map.Labels.Where(label => label > 0).Distinct().Count());
}
