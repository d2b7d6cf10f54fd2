using AsynDGAN.Core.Audit.Subject;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Federation;
using AsynDGAN.Core.Federation.Messages;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Audit.Inversion;

/// <summary>All that an attack on one batch has: what the site sends, the generator, and the configuration, which the centre wrote.</summary>
internal sealed class Questions : IDisposable
{
    private readonly LocalSite site;
    private readonly long exchange;

    /// <param name="run">Whose generator draws.</param>
    /// <param name="name">The site's name.</param>
    /// <param name="site">The site; owned from here on.</param>
    /// <param name="exchange">The exchange's number.</param>
    /// <param name="count">Images of the batch.</param>
    public Questions(AuditedRun run, string name, LocalSite site, long exchange, int count)
    {
        (this.site, this.exchange, Loss) = (site, exchange, run.Experiment.Loss);
        using var scope = NewDisposeScope();
        var conditions = site.Draw(exchange, count);
        (X, Ids) = (conditions.X.DetachFromDisposeScope(), conditions.Ids);
        Drawn = run.Draw(X, name).DetachFromDisposeScope();
    }

    /// <summary>What is minimised: the centre knows it.</summary>
    public LossOptions Loss { get; }

    /// <summary>The conditions that crossed.</summary>
    public Tensor X { get; }

    /// <summary>The numbers that crossed with them.</summary>
    public IReadOnlyList<Data.Batches.SampleId> Ids { get; }

    /// <summary>What G draws for them.</summary>
    public Tensor Drawn { get; }

    /// <summary>How often it was asked.</summary>
    public int Asked { get; private set; }

    /// <summary>Asks once.</summary>
    /// <param name="fakes">Of the images' shape; any values.</param>
    public Critique Ask(Tensor fakes)
    {
        Asked++;
        return site.Answer(exchange, new Synthetic(exchange, fakes, wantsCritique: true))!;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        site.Dispose();
        X.Dispose();
        Drawn.Dispose();
    }
}
