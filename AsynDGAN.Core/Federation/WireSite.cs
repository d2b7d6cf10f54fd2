using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Federation.Messages;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Federation;

/// <summary>A site at the end of a wire: conditions, fakes and gradients arrive as boundary.element_type and boundary.pack_conditions let them cross. Losses are float32.</summary>
/// <param name="site">The site behind.</param>
/// <param name="boundary">What crosses in which numbers.</param>
public sealed class WireSite(ISite site, BoundaryOptions boundary) : ISite
{
    /// <inheritdoc />
    public SiteProfile Profile => site.Profile;

    /// <summary>A site as it is across the boundary: itself where everything arrives as it was sent.</summary>
    public static ISite Across(ISite site, BoundaryOptions boundary) =>
        boundary.PackConditions || boundary.ElementType != ElementType.Float32 ? new WireSite(site, boundary) : site;

    /// <inheritdoc />
    public Conditions Draw(long exchange, int count) => Arrived(() => site.Draw(exchange, count));

    /// <inheritdoc />
    public Conditions Enumerate(DataPart part, int from, int count) => Arrived(() => site.Enumerate(part, from, count));

    /// <inheritdoc />
    public Critique? Answer(long exchange, Synthetic fakes)
    {
        using var scope = NewDisposeScope();
        if (site.Answer(exchange, Arrived(fakes)) is not { } sent)
        {
            return null;
        }

        var critique = new Critique(sent.Exchange, WireNumbers.Cross(sent.Gradient, boundary.ElementType), sent.Losses);
        critique.Gradient.MoveToOuterDisposeScope();
        critique.Losses.MoveToOuterDisposeScope();
        return critique;
    }

    /// <inheritdoc />
    public void Preview(int epoch, DataPart part, Synthetic fakes)
    {
        using var scope = NewDisposeScope();
        site.Preview(epoch, part, Arrived(fakes));
    }

    private Conditions Arrived(Func<Conditions> send)
    {
        using var scope = NewDisposeScope();
        var sent = send();
        var x = boundary.PackConditions ? PackedPlanes.Cross(sent.X, boundary.ElementType) : WireNumbers.Cross(sent.X, boundary.ElementType);
        var conditions = new Conditions(sent.Exchange, x, sent.Ids);
        conditions.X.MoveToOuterDisposeScope();
        return conditions;
    }

    private Synthetic Arrived(Synthetic sent) => new(sent.Exchange, WireNumbers.Cross(sent.Images, boundary.ElementType), sent.WantsCritique);
}
