using AsynDGAN.Core.Networks.Convolutions;
using TorchSharp;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Networks;

/// <summary>
/// How far two images lie apart in the feature maps of a VGG-16 trained on ImageNet (Johnson, Alahi and Fei-Fei, ECCV 2016): the
/// mean over relu1_2, relu2_2, relu3_3 and relu4_3 of the mean squared difference. The weights are frozen.
/// </summary>
public sealed class PerceptualLoss : IDisposable
{
    // Mean and deviation of ImageNet's images in [0, 1], red, green, blue, as torchvision's weights want them.
    private static readonly float[] mean = [0.485f, 0.456f, 0.406f];
    private static readonly float[] deviation = [0.229f, 0.224f, 0.225f];

    private readonly Func<Tensor, Tensor[]> maps;
    private readonly IDisposable network;
    private readonly Tensor scale;
    private readonly Tensor offset;

    private PerceptualLoss(Func<Tensor, Tensor[]> maps, IDisposable network, Device device)
    {
        using var scope = NewDisposeScope();
        (this.maps, this.network) = (maps, network);

        // ((x + 1) / 2 - mean) / deviation as one line.
        scale = tensor(deviation.Select(d => 0.5f / d).ToArray(), [1, 3, 1, 1], device: device).DetachFromDisposeScope();
        offset = tensor(mean.Zip(deviation, (m, d) => (0.5f - m) / d).ToArray(), [1, 3, 1, 1], device: device).DetachFromDisposeScope();
    }

    /// <summary>Loads the network.</summary>
    /// <param name="path">Safetensors under torchvision's names, or (by its first bytes, those of a zip file) a TorchScript module that returns the four maps.</param>
    /// <param name="device">Where it is kept.</param>
    /// <param name="images">[N, 3, H, W], the shape of images that it will get, with which a script is tried; null: it is not.</param>
    /// <exception cref="UserException">The file cannot be read, is damaged or of another network, or a script fails on such images.</exception>
    public static PerceptualLoss Load(string path, Device device, long[]? images = null)
    {
        if (IsZip(path))
        {
            if (images is not null)
            {
                Try(path, device, images);
            }

            var scripted = new ScriptedMaps(path, device);
            return new PerceptualLoss(scripted.Maps, scripted, device);
        }

        var network = new Vgg16(path);
        network.to(device);
        return new PerceptualLoss(network.Maps, network, device);
    }

    /// <summary>Whether a file is a TorchScript module rather than weights.</summary>
    /// <exception cref="UserException">It cannot be read.</exception>
    public static bool IsScript(string path) => IsZip(path);

    /// <summary>The network of a file; null where it is a script.</summary>
    public static nn.Module<Tensor, Tensor>? Network(string path) => IsZip(path) ? null : new Vgg16(path);

    /// <summary>What a file has for the check of the convolutions.</summary>
    /// <param name="path">As above.</param>
    /// <param name="images">[N, 3, H, W], the shape of images that it will get.</param>
    /// <exception cref="UserException">The file cannot be read, is damaged or of another network.</exception>
    public static CheckedNetwork Checked(string path, long[] images) => Network(path) is { } known
        ? new(known, images)
        : new(new ScriptedMaps(path, CPU), images) { InFloat64 = () => new ScriptedMaps(path, CPU, inFloat64: true) };

    /// <param name="fakes">[N, 1 or 3, H, W] in [-1, 1]; the gradient flows to these.</param>
    /// <param name="images">Of the same shape.</param>
    /// <returns>A scalar, unweighted.</returns>
    public Tensor Of(Tensor fakes, Tensor images)
    {
        Tensor[] truth;
        using (no_grad())
        {
            truth = maps(Input(images));
        }

        return maps(Input(fakes)).Zip(truth, (fake, real) => nn.functional.mse_loss(fake, real)).Aggregate((a, b) => a + b) / truth.Length;
    }

    /// <summary>What the maps hold of images, wherever in them: the mean of every channel of the four maps.</summary>
    /// <param name="images">[N, 1 or 3, H, W] in [-1, 1].</param>
    /// <returns>[N, channels of all maps].</returns>
    public Tensor Means(Tensor images)
    {
        using var noGradient = no_grad();
        return cat([.. maps(Input(images)).Select(map => map.mean([2, 3]))], 1);
    }

    public void Dispose()
    {
        network.Dispose();
        scale.Dispose();
        offset.Dispose();
    }

    /// <summary>In a module of its own, since libtorch fits a script to what it is given first.</summary>
    private static void Try(string path, Device device, long[] images)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var scripted = new ScriptedMaps(path, device);
        scripted.Maps(zeros(images, device: device));
    }

    private Tensor Input(Tensor images) => (images.shape[1] == 1 ? images.expand(-1, 3, -1, -1) : images) * scale + offset;

    private static bool IsZip(string path)
    {
        try
        {
            using var file = GivenPath.OpenRead(path);
            return file.ReadByte() == 'P' && file.ReadByte() == 'K';
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"{path} cannot be read: {fault.Message}");
        }
    }
}
