using static TorchSharp.torch;

namespace AsynDGAN.Core.Imaging;

/// <summary>Pictures and labels looked up at other places than their pixels' middles.</summary>
public static class GridSampling
{
    /// <summary>Bilinear, for images; outside is the background's -1.</summary>
    /// <param name="images">[N, C, H, W] in [-1, 1].</param>
    /// <param name="grid">[N, height, width, 2]: where each pixel of the result looks, x before y, from -1 to 1.</param>
    /// <returns>[N, C, height, width].</returns>
    public static Tensor Bilinear(Tensor images, Tensor grid)
    {
        // Outside is what grid_sample pads with, 0; so the background's -1 is raised to 0 meanwhile.
        using var raised = images + 1;
        return nn.functional.grid_sample(raised, grid, GridSampleMode.Bilinear, GridSamplePaddingMode.Zeros, false).sub_(1);
    }

    /// <summary>Nearest, for masks and labels; outside is 0.</summary>
    /// <param name="labels">[N, C, H, W], floating point.</param>
    /// <param name="grid">[N, height, width, 2]: where each pixel of the result looks, x before y, from -1 to 1.</param>
    /// <returns>[N, C, height, width].</returns>
    public static Tensor Nearest(Tensor labels, Tensor grid) =>
        nn.functional.grid_sample(labels, grid, GridSampleMode.Nearest, GridSamplePaddingMode.Zeros, false);
}
