using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Networks.Convolutions;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Networks;

/// <summary>x + f(x), where f is twice a reflection-padded 3x3 convolution and norm, with a ReLU between.</summary>
internal sealed class ResnetBlock : nn.Module<Tensor, Tensor>
{
    private readonly Sequential body;

    public ResnetBlock(long channels, Norm norm, double dropout)
        : base(nameof(ResnetBlock))
    {
        var shape = new ConvolutionShape(channels, channels, 3);
        List<nn.Module<Tensor, Tensor>> layers =
            [nn.ReflectionPad2d(1), new PlainConvolution(shape, norm.InnerBias()), norm.Layer(channels), nn.ReLU()];
        if (dropout > 0)
        {
            layers.Add(nn.Dropout(dropout));
        }

        layers.AddRange([nn.ReflectionPad2d(1), new PlainConvolution(shape, norm.InnerBias()), norm.Layer(channels)]);
        body = nn.Sequential([.. layers]);
        register_module("conv_block", body);
    }

    public override Tensor forward(Tensor input)
    {
        using var change = body.call(input);
        return input + change;
    }
}
