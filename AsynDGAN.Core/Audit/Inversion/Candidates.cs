using AsynDGAN.Core.Audit.Subject;
using AsynDGAN.Core.Data.Batches;
using AsynDGAN.Core.Fidelity;
using AsynDGAN.Core.Platform;
using AsynDGAN.Core.Synthesis;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Audit.Inversion;

/// <summary>The held-out images among which a recovered image must pick its own.</summary>
/// <param name="run">Whose held-out patients.</param>
internal sealed class Candidates(AuditedRun run)
{
    /// <summary>How many beside the true one at most.</summary>
    public const int Most = 99;

    private readonly (SampleSet Samples, int Position)[] all = Chosen(run);

    /// <summary>The true image, then candidates of other patients, all changed as the exchange changes the true one.</summary>
    /// <returns>[n, channels, height, width], in the present dispose scope.</returns>
    public Tensor Of(AskedBatch batch, int place, Tensor truth)
    {
        using var scope = NewDisposeScope();
        var own = batch.Samples.Infos[batch.Positions[place]].Patient;
        return cat([truth.narrow(0, place, 1), .. Others(own).Select(one => batch.Changed(place, one.Samples, one.Position))]).MoveToOuterDisposeScope();
    }

    /// <summary>The same, unchanged.</summary>
    public Tensor Of(SampleSet samples, int position)
    {
        using var scope = NewDisposeScope();
        return cat([samples.Take([position], random: null).Image, .. Others(samples.Infos[position].Patient).Select(one => one.Samples.Take([one.Position], random: null).Image)])
            .MoveToOuterDisposeScope();
    }

    /// <summary>Where images of a condition are correlated: inside the head, away from its outline and without the object.</summary>
    /// <param name="x">[1, channels, height, width].</param>
    public Tensor Inside(Tensor x)
    {
        using var scope = NewDisposeScope();
        var layout = new ConditionLayout(run.Experiment.Data);
        var (head, tumour) = (layout.Head(x), layout.Tumour(x));
        return FreeGround.Of(head.reshape([1, 1, .. head.shape]), tumour.reshape([1, 1, .. tumour.shape]).to(float32)).MoveToOuterDisposeScope();
    }

    private IEnumerable<(SampleSet Samples, int Position)> Others(string patient) => all.Where(one => one.Samples.Infos[one.Position].Patient != patient);

    private static (SampleSet, int)[] Chosen(AuditedRun run)
    {
        (SampleSet, int)[] all = [.. run.Data.Sites.SelectMany(AuditedRun.HeldOut).SelectMany(samples => Enumerable.Range(0, samples.Count).Select(position => (samples, position)))];
        return [.. SplitMix64.For(0, RandomPurpose.AuditCandidates).Permutation(all.Length).Take(Most).Order().Select(i => all[i])];
    }
}
