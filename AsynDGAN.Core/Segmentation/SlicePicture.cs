using AsynDGAN.Core.Data.Batches;
using AsynDGAN.Core.Figures;
using AsynDGAN.Core.Imaging;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Segmentation;

/// <summary>What the networks see of a slice, to be looked at on the slice's own grid.</summary>
internal static class SlicePicture
{
    /// <returns>8 bits, grey or colour; black outside of what the networks see.</returns>
    public static PixelArray Of(SampleSet samples, int position)
    {
        using var scope = NewDisposeScope();
        if (samples.IsOfPatches)
        {
            return TensorPicture.Of(samples.OnOwnGrid(position)[0]);
        }

        var geometry = samples.Infos[position].Geometry;
        var image = samples.Take([position], random: null).Image;
        var above = Resize.Bilinear(image, geometry.Square.Side, geometry.Square.Side) + 1;
        return TensorPicture.Of(geometry.Place(above)[0] - 1);
    }
}
