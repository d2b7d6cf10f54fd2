using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Networks;

/// <summary>A discriminator D: layers one after another, from a condition joined with an image, [N, in, H, W], to logits.</summary>
public abstract class Discriminator : nn.Module<Tensor, Tensor>
{
    private readonly Sequential layers;

    /// <param name="name">The type's name.</param>
    /// <param name="prefix">What the layers' weights are called by.</param>
    /// <param name="layers">All of them; every leaky ReLU ends a feature map.</param>
    protected Discriminator(string name, string prefix, Sequential layers)
        : base(name)
    {
        this.layers = layers;
        register_module(prefix, layers);
    }

    public override Tensor forward(Tensor input) => layers.call(input);

    /// <summary>The logits, and the feature maps on the way: what every leaky ReLU gives, [N, channels, ...].</summary>
    public (Tensor Logits, IReadOnlyList<Tensor> Maps) WithMaps(Tensor input)
    {
        var maps = new List<Tensor>();
        var value = input;
        foreach (var layer in layers.children().Cast<nn.Module<Tensor, Tensor>>())
        {
            value = layer.call(value);
            if (layer is LeakyReLU)
            {
                maps.Add(value);
            }
        }

        return (value, maps);
    }
}
