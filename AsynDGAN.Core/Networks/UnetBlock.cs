using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Networks.Convolutions;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Networks;

/// <summary>
/// One level of a <see cref="UnetGenerator"/>: a halving, the levels below, a doubling. All but the outermost return
/// their input and their result joined: the skip connection.
/// </summary>
internal sealed class UnetBlock : nn.Module<Tensor, Tensor>
{
    private readonly Sequential model;
    private readonly bool joins;

    private UnetBlock(bool joins, List<nn.Module<Tensor, Tensor>> layers)
        : base(nameof(UnetBlock))
    {
        this.joins = joins;
        model = nn.Sequential([.. layers]);
        register_module(nameof(model), model);
    }

    /// <summary>The lowest level, without a norm on the way down, where one pixel is left.</summary>
    public static UnetBlock Innermost(long channels, Norm norm, Upsampling upsampling) => new(true,
        [
            nn.LeakyReLU(0.2), Down(channels, channels, norm),
            nn.ReLU(), Up(channels, channels, norm.InnerBias(), upsampling), norm.Layer(channels),
        ]);

    /// <param name="outer">Channels in, and of the result before it is joined.</param>
    /// <param name="inner">Channels that the level below takes.</param>
    /// <param name="below">The level below, which returns twice as many.</param>
    /// <param name="norm">The normalisation layer.</param>
    /// <param name="dropout">Probability of dropout at the end; 0: no such layer.</param>
    /// <param name="upsampling">How the doubling is made.</param>
    public static UnetBlock Middle(long outer, long inner, UnetBlock below, Norm norm, double dropout, Upsampling upsampling)
    {
        List<nn.Module<Tensor, Tensor>> layers =
            [
                nn.LeakyReLU(0.2), Down(outer, inner, norm), norm.Layer(inner),
                below,
                nn.ReLU(), Up(inner * 2, outer, norm.InnerBias(), upsampling), norm.Layer(outer),
            ];
        if (dropout > 0)
        {
            layers.Add(nn.Dropout(dropout));
        }

        return new(true, layers);
    }

    /// <summary>The level that meets the condition and the image.</summary>
    public static UnetBlock Outermost(long inputs, long outputs, long inner, UnetBlock below, Norm norm, Upsampling upsampling) => new(false,
        [Down(inputs, inner, norm), below, nn.ReLU(), Up(inner * 2, outputs, bias: true, upsampling, isLast: true), nn.Tanh()]);

    public override Tensor forward(Tensor input)
    {
        var result = model.call(input);
        if (!joins)
        {
            return result;
        }

        using (result)
        {
            return cat([input, result], 1);
        }
    }

    private static PlainConvolution Down(long inputs, long outputs, Norm norm) =>
        new(new(inputs, outputs, 4, Stride: 2, Padding: 1), norm.InnerBias());

    private static nn.Module<Tensor, Tensor> Up(long inputs, long outputs, bool bias, Upsampling upsampling, bool isLast = false) =>
        Doubling.Layer(upsampling, new(inputs, outputs, 4, Stride: 2, Padding: 1, Transposed: true), bias, isLast);
}
