using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Federation.Messages;

namespace AsynDGAN.Core.Federation;

/// <summary>A site whose messages are counted on their way, which may change their numbers: see <see cref="WireSite"/>.</summary>
public sealed class MeteredSite : ISite
{
    private readonly ISite site;
    private readonly Ledger ledger;
    private readonly BoundaryOptions boundary;

    /// <param name="site">The site behind.</param>
    /// <param name="ledger">Where the messages are counted; the profile's crossing is counted at once.</param>
    /// <param name="boundary">What crosses in which numbers; null: the defaults.</param>
    public MeteredSite(ISite site, Ledger ledger, BoundaryOptions? boundary = null)
    {
        this.boundary = boundary ?? new BoundaryOptions();
        (this.site, this.ledger, Profile) = (WireSite.Across(site, this.boundary), ledger, site.Profile);
        ledger.ToCentre(Profile.Name, "profile", MessageSize.Of(Profile));
    }

    /// <inheritdoc />
    public SiteProfile Profile { get; }

    /// <inheritdoc />
    public Conditions Draw(long exchange, int count)
    {
        var conditions = site.Draw(exchange, count);
        ledger.ToCentre(Profile.Name, "conditions", MessageSize.Of(conditions, boundary));
        return conditions;
    }

    /// <inheritdoc />
    public Critique? Answer(long exchange, Synthetic fakes)
    {
        ledger.ToSite(Profile.Name, "fakes", MessageSize.Of(fakes, boundary));
        var critique = site.Answer(exchange, fakes);
        if (critique is not null)
        {
            ledger.ToCentre(Profile.Name, "critique", MessageSize.Of(critique, boundary));
        }

        return critique;
    }

    /// <inheritdoc />
    public Conditions Enumerate(DataPart part, int from, int count)
    {
        var conditions = site.Enumerate(part, from, count);
        ledger.ToCentre(Profile.Name, "enumerated conditions", MessageSize.Of(conditions, boundary));
        return conditions;
    }

    /// <inheritdoc />
    public void Preview(int epoch, DataPart part, Synthetic fakes)
    {
        ledger.ToSite(Profile.Name, "preview fakes", MessageSize.Of(fakes, boundary));
        site.Preview(epoch, part, fakes);
    }
}
