using AsynDGAN.Core.Configuration;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Audit.Inversion;

/// <summary>
/// Goes from G's drawing down the gradient that the site answers with, pixel by pixel, as Adam goes: towards what the site's whole
/// loss is least for. It needs no term of its own, so that it is what is left where there is the adversarial term alone.
/// </summary>
/// <param name="holdsDiscriminator">Whether D_j stays as it is; else it learns, from each question, to tell the one real image from what is sent.</param>
internal sealed class GradientFollowing(bool holdsDiscriminator) : IInversionAttack
{
    private const double Rate = 0.05, Momentum = 0.5, OfSquares = 0.9, Least = 1e-12;

    /// <inheritdoc />
    public string Name => holdsDiscriminator ? "following" : "following_learning";

    /// <inheritdoc />
    public string Title => holdsDiscriminator
        ? "a centre that changes its drawing as each answer says, and asks again"
        : "a centre that changes its drawing so, by questions from which the hospital's network learns the one image by heart";

    /// <inheritdoc />
    public bool HoldsDiscriminator => holdsDiscriminator;

    /// <inheritdoc />
    public bool Suits(LossOptions loss) => true;

    /// <inheritdoc />
    public IEnumerable<Tensor> Recover(Questions questions, int most)
    {
        using var image = questions.Drawn.clone();
        using var mean = zeros_like(image);
        using var square = zeros_like(image);
        for (var asked = 1; asked <= most; asked++)
        {
            using (NewDisposeScope())
            {
                var gradient = questions.Ask(image).Gradient;
                using var noGradient = no_grad();
                mean.mul_(Momentum).add_(gradient * (1 - Momentum));
                square.mul_(OfSquares).add_(gradient.square() * (1 - OfSquares));
                var (ofMean, ofSquares) = (mean / (1 - Math.Pow(Momentum, asked)), square / (1 - Math.Pow(OfSquares, asked)));
                image.sub_(Rate * ofMean / (ofSquares.sqrt() + Least)).clamp_(-1, 1);
            }

            yield return image.clone();
        }
    }
}
