using static TorchSharp.torch;

namespace AsynDGAN.Core.Fidelity;

/// <summary>
/// Where images are compared: what a condition leaves free. That is the inside of the head (or what else objects lie upon), away
/// from its outline and without the object: these the condition gives, so that they lie alike in a drawing and in the image that
/// its condition comes from, whatever else is drawn.
/// </summary>
public static class FreeGround
{
    /// <summary>The border that is left out, as a part of the picture's side: 5 pixels of 64.</summary>
    private const int Border = 12;

    /// <summary>Objects that leave less than this part of a ground are not taken out of it.</summary>
    private const double LeastFree = 0.25;

    /// <summary>The free grounds of images; the picture's own edge is no outline.</summary>
    /// <param name="grounds">[n, 1, height, width], bool.</param>
    /// <param name="objects">[n, 1, height, width], float32 of 0 and 1.</param>
    /// <returns>Of the same shape, bool; where a ground is too thin to have an inside, all of it, and where it holds nothing, the whole picture.</returns>
    public static Tensor Of(Tensor grounds, Tensor objects)
    {
        using var noGraph = no_grad();
        using var scope = NewDisposeScope();
        var border = (int)Math.Round(grounds.shape[3] / (double)Border);
        // The largest of a square is the largest of its columns' largest.
        var columns = nn.functional.max_pool2d(grounds.logical_not().to(float32), [2 * border + 1, 1], [1, 1], [border, 0]);
        var outside = nn.functional.max_pool2d(columns, [1, 2 * border + 1], [1, 1], [0, border]);
        var inside = grounds & (outside == 0);
        var thin = inside.flatten(1).any(1).logical_not().reshape(-1, 1, 1, 1);
        var ground = InsideCorrelation.Whole(inside | (grounds & thin));
        var free = ground & (objects == 0);
        var few = free.sum([1, 2, 3], keepdim: true) < LeastFree * ground.sum([1, 2, 3], keepdim: true);
        return (free | (ground & few)).MoveToOuterDisposeScope();
    }
}
