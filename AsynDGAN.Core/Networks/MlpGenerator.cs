using static TorchSharp.torch;

namespace AsynDGAN.Core.Networks;

/// <summary>
/// A generator of points: condition and noise, [N, in, 1, 1], to points [N, out, 1, 1], as images of one pixel. Its last
/// layer is linear, since points know no range.
/// </summary>
public sealed class MlpGenerator : nn.Module<Tensor, Tensor>
{
    private readonly nn.Module<Tensor, Tensor> model;

    /// <param name="inputs">Channels in: conditions and noise, at least 1.</param>
    /// <param name="outputs">Dimensions of the points.</param>
    /// <param name="units">Units of every hidden layer.</param>
    /// <param name="hidden">Hidden layers, at least 1.</param>
    public MlpGenerator(long inputs, long outputs, long units, int hidden)
        : base(nameof(MlpGenerator))
    {
        model = MlpLayers.Of(inputs, outputs, units, hidden);
        register_module(nameof(model), model);
    }

    public override Tensor forward(Tensor input) => model.call(input);
}
