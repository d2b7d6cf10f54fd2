namespace AsynDGAN.Core.Imaging;

/// <summary>Single nuclei from a mask of all and the boundary between those that touch.</summary>
public static class TouchingNuclei
{
    // The boundary is one pixel wide on each side.
    private const int BoundaryWidth = 2;

    /// <summary>
    /// The connected parts of the mask without the boundary, each grown back over it. What of the mask is left then, such as
    /// nuclei so small that they are all boundary, is parts of their own.
    /// </summary>
    public static InstanceMap Apart(Mask nuclei, Mask boundary)
    {
        var inner = nuclei.Values.Zip(boundary.Values, (inside, between) => inside && !between);
        var grown = ConnectedComponents.Grow(ConnectedComponents.Of(new Mask(nuclei.Height, nuclei.Width, [.. inner])), nuclei, BoundaryWidth);
        var left = ConnectedComponents.Of(new Mask(nuclei.Height, nuclei.Width, [.. nuclei.Values.Zip(grown.Labels, (inside, label) => inside && label == 0)]));
        var number = grown.Labels.Max();
        return new InstanceMap(nuclei.Height, nuclei.Width, [.. grown.Labels.Zip(left.Labels, (label, rest) => rest > 0 ? number + rest : label)]);
    }
}
