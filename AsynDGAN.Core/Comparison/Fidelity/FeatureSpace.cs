using AsynDGAN.Core.Fidelity;
using AsynDGAN.Core.Networks;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Comparison.Fidelity;

/// <summary>What images are compared by.</summary>
/// <param name="Kind">radiomic or network.</param>
/// <param name="Extract">Gives the features of images, [n, channels, height, width] in [-1, 1]: a row an image.</param>
internal sealed record FeatureSpace(string Kind, Func<Tensor, double[][]> Extract)
{
    /// <summary>Brightness and texture.</summary>
    /// <param name="inGround">Whether of the ground that the image shows; else of the whole image.</param>
    public static FeatureSpace Radiomic(bool inGround) => new("radiomic", images =>
    {
        using var scope = NewDisposeScope();
        var (channels, height, width) = ((int)images.shape[1], (int)images.shape[2], (int)images.shape[3]);
        var grounds = inGround ? ImageGround.Of(images) : zeros([images.shape[0], 1, height, width], ScalarType.Bool);
        var (values, inside, pixels) = (images.contiguous().cpu().data<float>().ToArray(), grounds.cpu().data<bool>().ToArray(), height * width);
        var features = new double[images.shape[0]][];
        Parallel.For(0, features.Length, i => features[i] =
        [
            .. Enumerable.Range(0, channels).SelectMany(channel => RadiomicFeatures.Of(
                values.AsSpan((i * channels + channel) * pixels, pixels), inside.AsSpan(i * pixels, pixels), height, width)),
        ]);
        return features;
    });

    /// <summary>The means of a network's feature maps; images pass it by twos, of an odd number three once, as its convolutions are checked.</summary>
    public static FeatureSpace OfNetwork(PerceptualLoss network) => new("network", images =>
    {
        var count = images.shape[0];
        var parts = (int)Math.Max(1, count / 2);
        return [.. Enumerable.Range(0, parts).SelectMany(part => Rows(part * count / parts, (part + 1) * count / parts))];

        double[][] Rows(long first, long end)
        {
            using var scope = NewDisposeScope();
            var means = network.Means(images.narrow(0, first, end - first)).to(float64).cpu();
            return [.. means.contiguous().data<double>().ToArray().Chunk((int)means.shape[1])];
        }
    });
}
