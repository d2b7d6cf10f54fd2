using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Federation;
using AsynDGAN.Core.Federation.Messages;

namespace AsynDGAN.Tests.Federation;

/// <summary>Keeps every message that passes.</summary>
internal sealed class RecordingSite(ISite site) : ISite
{
    public List<Conditions> Drawn { get; } = [];

    public List<Synthetic> Fakes { get; } = [];

    public List<Critique> Critiques { get; } = [];

    public SiteProfile Profile => site.Profile;

    public Conditions Draw(long exchange, int count)
    {
        var conditions = site.Draw(exchange, count);
        conditions.X.DetachFromDisposeScope();
        Drawn.Add(conditions);
        return conditions;
    }

    public Critique? Answer(long exchange, Synthetic fakes)
    {
        fakes.Images.DetachFromDisposeScope();
        Fakes.Add(fakes);
        var critique = site.Answer(exchange, fakes);
        if (critique is not null)
        {
            critique.Gradient.DetachFromDisposeScope();

            // The losses go on through the step's own scopes.
            Critiques.Add(new Critique(exchange, critique.Gradient, critique.Losses));
            Critiques[^1].Gradient.DetachFromDisposeScope();
            Critiques[^1].Losses.DetachFromDisposeScope();
        }

        return critique;
    }

    public Conditions Enumerate(DataPart part, int from, int count) => site.Enumerate(part, from, count);

    public void Preview(int epoch, DataPart part, Synthetic fakes) => site.Preview(epoch, part, fakes);
}
