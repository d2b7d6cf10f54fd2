using AsynDGAN.Core.Configuration;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Networks;

/// <summary>
/// The adversarial terms, each a scalar to be minimised, the mean over all logits z of a discriminator. D minimises
/// <see cref="RealTerm"/> + <see cref="FakeTerm"/>, G minimises <see cref="GeneratorTerm"/>.
/// </summary>
/// <remarks>
/// With s the sigmoid. Vanilla (Goodfellow et al. 2014, the form in use): D -log s(z) and -log(1 - s(z)), G -log s(z).
/// Minimax: the same D, G log(1 - s(z)), Eq. 4 of the paper. Lsgan (Mao et al. 2017): (z - 1)^2 and z^2, without a factor
/// of 1/2. Hinge (Lim and Ye 2017): max(0, 1 - z) and max(0, 1 + z), G -z. Wgan-gp (Gulrajani et al. 2017): -z and z, and
/// for D the <see cref="GradientPenalty"/>, which is not part of these terms.
/// </remarks>
public static class GanLosses
{
    /// <summary>D's term for logits of real images.</summary>
    public static Tensor RealTerm(this GanLoss loss, Tensor logits) => Mean(logits, loss switch
    {
        GanLoss.Vanilla or GanLoss.Minimax => static z => -nn.functional.logsigmoid(z),
        GanLoss.Lsgan => static z => (z - 1).square(),
        GanLoss.Hinge => static z => nn.functional.relu(1 - z),
        GanLoss.WganGp => static z => -z,
        _ => throw Unknown(loss),
    });

    /// <summary>D's term for logits of fakes.</summary>
    public static Tensor FakeTerm(this GanLoss loss, Tensor logits) => Mean(logits, loss switch
    {
        GanLoss.Vanilla or GanLoss.Minimax => static z => -nn.functional.logsigmoid(-z),
        GanLoss.Lsgan => static z => z.square(),
        GanLoss.Hinge => static z => nn.functional.relu(1 + z),
        GanLoss.WganGp => static z => z.alias(),
        _ => throw Unknown(loss),
    });

    /// <summary>G's term for logits of fakes.</summary>
    public static Tensor GeneratorTerm(this GanLoss loss, Tensor logits) => Mean(logits, loss switch
    {
        GanLoss.Vanilla => static z => -nn.functional.logsigmoid(z),
        GanLoss.Minimax => static z => nn.functional.logsigmoid(-z),
        GanLoss.Lsgan => static z => (z - 1).square(),
        GanLoss.Hinge or GanLoss.WganGp => static z => -z,
        _ => throw Unknown(loss),
    });

    private static Tensor Mean(Tensor logits, Func<Tensor, Tensor> term)
    {
        using var scope = NewDisposeScope();
        return term(logits).mean().MoveToOuterDisposeScope();
    }

    private static ArgumentOutOfRangeException Unknown(GanLoss loss) => new(nameof(loss), loss, "no such loss");
}
