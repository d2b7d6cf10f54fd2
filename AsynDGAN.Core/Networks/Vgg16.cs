using AsynDGAN.Core.Networks.Convolutions;
using AsynDGAN.Core.Networks.WeightFiles;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Networks;

/// <summary>
/// The convolutional half of VGG-16 (Simonyan and Zisserman, ICLR 2015) up to relu4_3, with the weights that a file has under
/// torchvision's names. The file decides how many channels each layer has.
/// </summary>
internal sealed class Vgg16 : nn.Module<Tensor, Tensor>
{
    // The places of convolutions in torchvision's list of layers; a pooling layer stands before some, a map is taken after some.
    private static readonly int[] places = [0, 2, 5, 7, 10, 12, 14, 17, 19, 21];
    private static readonly int[] afterPooling = [5, 10, 17];
    private static readonly int[] maps = [2, 7, 14, 21];

    private readonly IReadOnlyList<PlainConvolution> convolutions;

    /// <param name="path">A safetensors file; layers behind relu4_3 may be in it and are not used.</param>
    /// <exception cref="UserException">The file is damaged, or not of this network.</exception>
    public Vgg16(string path)
        : base(nameof(Vgg16))
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var (tensors, _) = SafetensorsFile.Read(path);
        var (made, channels) = (new List<PlainConvolution>(), 3L);
        foreach (var place in places)
        {
            var (weight, bias) = (Find("weight"), Find("bias"));
            if (weight.shape is not [var outputs, var inputs, 3, 3] || inputs != channels || bias.shape is not [var biases] || biases != outputs)
            {
                throw new UserException(
                    $"{path}: features.{place} has the shapes [{string.Join(", ", weight.shape)}] and [{string.Join(", ", bias.shape)}]; "
                    + $"weights [n, {channels}, 3, 3] and n biases are wanted", "Convert torchvision's VGG-16 (without batch norm).");
            }

            var convolution = new PlainConvolution(new ConvolutionShape(inputs, outputs, 3, Padding: 1)) { IsLast = maps.Contains(place) };
            convolution.get_parameter("weight")!.copy_(weight);
            convolution.get_parameter("bias")!.copy_(bias);
            RefuseNotFinite("weight");
            RefuseNotFinite("bias");
            register_module($"features{place}", convolution);
            made.Add(convolution);
            channels = outputs;

            // Looked at as it is used: in float32.
            void RefuseNotFinite(string kind)
            {
                if (!convolution.get_parameter(kind)!.isfinite().all().item<bool>())
                {
                    throw new UserException($"{path} has values that are infinite or no numbers, in features.{place}.{kind}", "Convert torchvision's VGG-16 again: its weights are damaged.");
                }
            }

            Tensor Find(string kind) => tensors.TryGetValue($"features.{place}.{kind}", out var tensor) && tensor.is_floating_point()
                ? tensor
                : throw new UserException($"{path} has no features.{place}.{kind}", "Convert torchvision's VGG-16 with its own names.");
        }

        convolutions = made;
        foreach (var parameter in parameters())
        {
            parameter.requires_grad = false;
        }

        eval();
    }

    /// <summary>The maps after relu1_2, relu2_2, relu3_3 and relu4_3.</summary>
    /// <param name="images">[N, 3, H, W] in ImageNet's statistics; at least 8 pixels a side.</param>
    public Tensor[] Maps(Tensor images)
    {
        var (found, x) = (new List<Tensor>(), images);
        foreach (var (place, convolution) in places.Zip(convolutions))
        {
            x = afterPooling.Contains(place) ? nn.functional.max_pool2d(x, 2) : x;
            x = nn.functional.relu(convolution.call(x));
            if (maps.Contains(place))
            {
                found.Add(x);
            }
        }

        return [.. found];
    }

    /// <summary>The last map.</summary>
    public override Tensor forward(Tensor images) => Maps(images)[^1];
}
