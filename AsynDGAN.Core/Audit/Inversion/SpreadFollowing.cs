using AsynDGAN.Core.Configuration;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Audit.Inversion;

/// <summary>
/// Goes down the gradient by one question a pass: what is left where numbers are answered once. Where a site lets numbers be passed
/// over, it is asked about the one image only, which D_j then learns by heart.
/// </summary>
internal sealed class SpreadFollowing : ISpreadAttack
{
    /// <inheritdoc />
    public string Name => "following_spread";

    /// <inheritdoc />
    public string Title => "a centre that asks once in each pass over the data, about the one image only where it may, and changes its drawing as each answer says";

    /// <inheritdoc />
    public int Passes => 32;

    /// <inheritdoc />
    public bool AsksAlone => true;

    /// <inheritdoc />
    public bool Suits(Experiment experiment) => experiment.Sites.Questions != SiteQuestions.Any;

    /// <inheritdoc />
    public IPursuit Begin(Experiment experiment, Tensor drawn) => new PixelDescent(drawn);
}
