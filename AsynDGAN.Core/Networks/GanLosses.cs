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
    private static readonly IReadOnlyDictionary<GanLoss, GanTerms> all = new Dictionary<GanLoss, GanTerms>
    {
        [GanLoss.Vanilla] = new(static z => -nn.functional.logsigmoid(z), static z => -nn.functional.logsigmoid(-z), static z => -nn.functional.logsigmoid(z)),
        [GanLoss.Minimax] = new(static z => -nn.functional.logsigmoid(z), static z => -nn.functional.logsigmoid(-z), static z => nn.functional.logsigmoid(-z)),
        [GanLoss.Lsgan] = new(static z => (z - 1).square(), static z => z.square(), static z => (z - 1).square()),
        [GanLoss.Hinge] = new(static z => nn.functional.relu(1 - z), static z => nn.functional.relu(1 + z), static z => -z),
        [GanLoss.WganGp] = new(static z => -z, static z => z.alias(), static z => -z, HasPenalty: true),
    };

    /// <summary>D's term for logits of real images.</summary>
    public static Tensor RealTerm(this GanLoss loss, Tensor logits) => Mean(logits, Of(loss).Real);

    /// <summary>D's term for logits of fakes.</summary>
    public static Tensor FakeTerm(this GanLoss loss, Tensor logits) => Mean(logits, Of(loss).Fake);

    /// <summary>G's term for logits of fakes.</summary>
    public static Tensor GeneratorTerm(this GanLoss loss, Tensor logits) => Mean(logits, Of(loss).Generator);

    /// <summary>Whether D's loss has the <see cref="GradientPenalty"/> too, which takes second derivatives.</summary>
    public static bool HasPenalty(this GanLoss loss) => Of(loss).HasPenalty;

    private static Tensor Mean(Tensor logits, Func<Tensor, Tensor> term)
    {
        using var scope = NewDisposeScope();
        return term(logits).mean().MoveToOuterDisposeScope();
    }

    private static GanTerms Of(GanLoss loss) =>
        all.TryGetValue(loss, out var terms) ? terms : throw new ArgumentOutOfRangeException(nameof(loss), loss, "no such loss");
}
