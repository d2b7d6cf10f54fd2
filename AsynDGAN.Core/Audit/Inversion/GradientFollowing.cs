using AsynDGAN.Core.Configuration;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Audit.Inversion;

/// <summary>
/// Goes from G's drawing down the gradient that the site answers with, towards what the site's whole loss is least for. It needs no term of its own, so that it is what is left where there is the adversarial term alone.
/// </summary>
/// <param name="holdsDiscriminator">Whether D_j stays as it is; else it learns, from each question, to tell the one real image from what is sent.</param>
internal sealed class GradientFollowing(bool holdsDiscriminator) : IInversionAttack
{
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
        var images = new PixelDescent(questions.Drawn);
        for (var asked = 0; asked < most; asked++)
        {
            using (NewDisposeScope())
            {
                images.Learn(questions.Ask(images.Next()).Gradient);
            }

            yield return images.Found();
        }
    }
}
