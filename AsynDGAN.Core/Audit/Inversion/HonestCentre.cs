using AsynDGAN.Core.Configuration;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Audit.Inversion;

/// <summary>
/// A centre that trains as it should, and looks at what comes: it sends G's drawing, and moves it once along the mean of the
/// answers. How far, the losses tell where L1 crosses with them, for that is the mean distance itself; else it is a guess.
/// </summary>
internal sealed class HonestCentre : IInversionAttack
{
    private const double Guess = 0.1;

    /// <inheritdoc />
    public string Name => "honest";

    /// <inheritdoc />
    public string Title => "a centre that trains as it should, and looks at what comes";

    /// <inheritdoc />
    public bool HoldsDiscriminator => true;

    /// <inheritdoc />
    public bool Suits(LossOptions loss) => true;

    /// <inheritdoc />
    public IEnumerable<Tensor> Recover(Questions questions, int most)
    {
        using var sum = zeros_like(questions.Drawn);
        for (var asked = 1; asked <= most; asked++)
        {
            yield return Moved(questions, sum);
        }
    }

    /// <summary>The drawing after one more answer.</summary>
    private static Tensor Moved(Questions questions, Tensor sum)
    {
        using var scope = NewDisposeScope();
        var critique = questions.Ask(questions.Drawn);
        sum.add_(critique.Gradient);
        var place = questions.Crossing.Index().Where(term => term.Item.Name == "Reconstruction").Select(term => (long?)term.Index).FirstOrDefault();
        var distance = questions.Loss.WeighedReconstruction() == Reconstruction.L1 && place is { } at
            ? critique.Losses[at].item<float>() / questions.Loss.LambdaL1 : Guess;
        var sizes = sum.abs().flatten(1).mean([1]).clamp_min(1e-30).reshape(-1, 1, 1, 1);
        return (questions.Drawn - distance * sum / sizes).clamp(-1, 1).MoveToOuterDisposeScope();
    }
}
