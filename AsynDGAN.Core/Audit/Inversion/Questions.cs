using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Federation;
using AsynDGAN.Core.Federation.Messages;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Audit.Inversion;

/// <summary>All that an attack on one batch has: what the site sends, the generator, and the configuration, which the centre wrote.</summary>
internal sealed class Questions : IDisposable
{
    private readonly ISite site;
    private readonly long exchange;
    private readonly ElementType numbers;

    /// <param name="site">The site as the centre has it; the caller's.</param>
    /// <param name="exchange">The exchange's number.</param>
    /// <param name="count">Images of the batch.</param>
    /// <param name="experiment">The configuration.</param>
    /// <param name="draw">What G draws for conditions.</param>
    public Questions(ISite site, long exchange, int count, Experiment experiment, Func<Tensor, Tensor> draw)
    {
        (this.site, this.exchange, numbers, Loss, Crossing) = (site, exchange, experiment.Boundary.ElementType, experiment.Loss, LossTerms.Crossing(experiment.Boundary.Losses));
        (MayDrown, AnswersAgain) = (DrownedDiscriminator.Suits(experiment), experiment.Sites.Questions == SiteQuestions.Any);
        using var scope = NewDisposeScope();
        var conditions = site.Draw(exchange, count);
        X = conditions.X.DetachFromDisposeScope();
        Drawn = draw(X).DetachFromDisposeScope();
    }

    /// <summary>What is minimised: the centre knows it.</summary>
    public LossOptions Loss { get; }

    /// <summary>The losses that an answer has.</summary>
    public IReadOnlyList<LossTerm> Crossing { get; }

    /// <summary>Whether the adversarial gradient can be made to vanish.</summary>
    public bool MayDrown { get; }

    /// <summary>Whether a question after the first one has an answer of its own; else that one's comes again, of which nothing more is learned.</summary>
    public bool AnswersAgain { get; }

    /// <summary>The conditions that crossed.</summary>
    public Tensor X { get; }

    /// <summary>What G draws for them.</summary>
    public Tensor Drawn { get; }

    /// <summary>Whether what crosses has fewer bits than what is sent.</summary>
    public bool AreCast => numbers != ElementType.Float32;

    /// <summary>What arrives of a question's images: the centre knows how they are cast on the way.</summary>
    public Tensor Arriving(Tensor fakes) => WireNumbers.Cross(fakes, numbers);

    /// <summary>Asks once.</summary>
    /// <param name="fakes">Of the images' shape; any values.</param>
    public Critique Ask(Tensor fakes) => site.Answer(exchange, new Synthetic(exchange, fakes, wantsCritique: true))!;

    /// <inheritdoc />
    public void Dispose()
    {
        X.Dispose();
        Drawn.Dispose();
    }
}
