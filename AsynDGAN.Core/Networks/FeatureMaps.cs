using static TorchSharp.torch;

namespace AsynDGAN.Core.Networks;

/// <summary>D's feature maps of a batch of fakes and of the real images of the same conditions, for matching their means.</summary>
/// <param name="Fakes">Each [N, channels, ...]; the gradient flows to these.</param>
/// <param name="Images">As many, of the same channels.</param>
public sealed record FeatureMaps(IReadOnlyList<Tensor> Fakes, IReadOnlyList<Tensor> Images)
{
    /// <summary>
    /// How far the maps' channel means, over all images of the batch and all places, lie apart: the mean over the maps of the
    /// mean absolute difference over the channels. Feature matching of Salimans et al. 2016 (arXiv 1606.03498, section 3.1),
    /// over every map and with the absolute difference of Wang et al. 2018 (arXiv 1711.11585).
    /// </summary>
    public Tensor Distance() =>
        Fakes.Zip(Images, (fakes, images) => (Means(fakes) - Means(images)).abs().mean()).Aggregate((sum, distance) => sum + distance) / Fakes.Count;

    private static Tensor Means(Tensor map) => map.to(float32).transpose(0, 1).flatten(1).mean([1]);
}
