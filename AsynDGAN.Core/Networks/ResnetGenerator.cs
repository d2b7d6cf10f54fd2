using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Networks.Convolutions;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Networks;

/// <summary>
/// The generator of Johnson et al. (2016) as CycleGAN and the paper use it: a 7x7 convolution, two halvings, residual
/// blocks, two doublings (<see cref="Doubling"/>), a 7x7 convolution and tanh. [N, in, H, W] to [N, out, H, W] in
/// [-1, 1]; H and W multiples of 4 from 8.
/// </summary>
public sealed class ResnetGenerator : nn.Module<Tensor, Tensor>
{
    private readonly Sequential model;

    /// <param name="inputs">Channels in: conditions and noise.</param>
    /// <param name="outputs">Channels of the image.</param>
    /// <param name="filters">Filters of the first layer; the blocks have four times as many.</param>
    /// <param name="blocks">Residual blocks, at least 1.</param>
    /// <param name="norm">The normalisation layer.</param>
    /// <param name="dropout">Probability of dropout in each block; 0: no such layer, which shifts the names behind it.</param>
    /// <param name="upsampling">How the doublings are made; the paper's are transposed convolutions.</param>
    public ResnetGenerator(long inputs, long outputs, long filters, int blocks, Norm norm, double dropout, Upsampling upsampling = Upsampling.Transposed)
        : base(nameof(ResnetGenerator))
    {
        List<nn.Module<Tensor, Tensor>> layers = [nn.ReflectionPad2d(3)];
        AddConvolution(new(inputs, filters, 7));
        AddConvolution(new(filters, filters * 2, 3, Stride: 2, Padding: 1));
        AddConvolution(new(filters * 2, filters * 4, 3, Stride: 2, Padding: 1));
        for (var i = 0; i < blocks; i++)
        {
            layers.Add(new ResnetBlock(filters * 4, norm, dropout));
        }

        AddDoubling(filters * 4, filters * 2);
        AddDoubling(filters * 2, filters);
        layers.AddRange([nn.ReflectionPad2d(3), new PlainConvolution(new(filters, outputs, 7)) { IsLast = true }, nn.Tanh()]);
        model = nn.Sequential([.. layers]);
        register_module(nameof(model), model);

        void AddConvolution(ConvolutionShape shape) =>
            layers.AddRange([new PlainConvolution(shape, norm.InnerBias()), norm.Layer(shape.Outputs), nn.ReLU()]);

        void AddDoubling(long from, long to) => layers.AddRange(
            [
                Doubling.Layer(upsampling, new(from, to, 3, Stride: 2, Padding: 1, OutputPadding: 1, Transposed: true), norm.InnerBias()),
                norm.Layer(to),
                nn.ReLU(),
            ]);
    }

    public override Tensor forward(Tensor input) => model.call(input);
}
