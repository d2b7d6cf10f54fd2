using AsynDGAN.Core.Configuration;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Audit.Inversion;

/// <summary>Goes down the gradient by one question a pass, while D_j learns the one image that it is asked about: what is left where numbers are answered once.</summary>
internal sealed class SpreadFollowing : ISpreadAttack
{
    /// <inheritdoc />
    public string Name => "following_spread";

    /// <inheritdoc />
    public string Title => "a centre that asks about the one image only, once in each pass over the data, and changes its drawing as each answer says";

    /// <inheritdoc />
    public int Passes => 32;

    /// <inheritdoc />
    public bool AsksAlone => true;

    /// <inheritdoc />
    public bool Suits(Experiment experiment) => experiment.Sites.Questions == SiteQuestions.Once;

    /// <inheritdoc />
    public IPursuit Begin(Experiment experiment, Tensor drawn) => new PixelDescent(drawn);
}
