namespace AsynDGAN.Core.Imaging;

/// <summary>Single nuclei from a mask of all and the boundary between those that touch.</summary>
public static class TouchingNuclei
{
    // The boundary is one pixel wide on each side.
    private const int BoundaryWidth = 2;

    /// <summary>The connected parts of the mask without the boundary, each grown back over it.</summary>
    public static InstanceMap Apart(Mask nuclei, Mask boundary)
    {
        var inner = nuclei.Values.Zip(boundary.Values, (inside, between) => inside && !between);
        return Components.Grow(Components.Of(new Mask(nuclei.Height, nuclei.Width, [.. inner])), nuclei, BoundaryWidth);
    }
}
