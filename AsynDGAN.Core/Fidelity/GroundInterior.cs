using static TorchSharp.torch;

namespace AsynDGAN.Core.Fidelity;

/// <summary>
/// Where images are compared: inside the head (or what else objects lie upon), away from its outline. The condition gives the
/// outline, so that skull and scalp lie alike in a drawing and in the image that its condition comes from, whatever else is drawn.
/// </summary>
public static class GroundInterior
{
    /// <summary>The border that is left out, as a part of the picture's side: 5 pixels of 64.</summary>
    private const int Border = 12;

    /// <summary>The interiors of grounds; the picture's own edge is no outline.</summary>
    /// <param name="grounds">[n, 1, height, width], bool.</param>
    /// <returns>Of the same shape; where a ground is too thin to have an interior, the ground, and where it holds nothing, the whole picture.</returns>
    public static Tensor Of(Tensor grounds)
    {
        using var noGraph = no_grad();
        using var scope = NewDisposeScope();
        var border = (int)Math.Round(grounds.shape[3] / (double)Border);
        var outside = nn.functional.max_pool2d(grounds.logical_not().to(float32), 2 * border + 1, stride: 1, padding: border);
        var interior = grounds & (outside == 0);
        var thin = interior.flatten(1).any(1).logical_not().reshape(-1, 1, 1, 1);
        return InsideCorrelation.Whole(interior | (grounds & thin)).MoveToOuterDisposeScope();
    }
}
