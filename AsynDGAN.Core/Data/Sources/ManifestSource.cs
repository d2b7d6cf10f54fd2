using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Imaging;

namespace AsynDGAN.Core.Data.Sources;

/// <summary>
/// Pictures of one's own, listed in a manifest. A patient's rows form a case and the site is its institution. Grey images have the
/// channel <c>gray</c>, colour images <c>red</c>, <c>green</c> and <c>blue</c>; those of several files have the names of
/// <c>data.channel_names</c>.
/// </summary>
/// <param name="options">The configuration.</param>
/// <param name="manifest">What it lists.</param>
internal sealed class ManifestSource(DataOptions options, ManifestTable manifest) : ICaseSource
{
    private static readonly string[] gray = ["gray"];

    private bool IsNamed => options.ChannelNames.Count > 0;

    public CaseListing List()
    {
        var places = manifest.Patients.Index().ToDictionary(patient => patient.Item.Patient, patient => patient.Index);
        var files = manifest.Rows.OrderBy(row => places[row.Patient])
            .Select(row => new SliceFile(places[row.Patient], row.Name, row.Label, ManifestTable.Wanted(row, options), row.Mask)).ToArray();
        var listing = new SliceReader(NamesOf, IsNamed ? [] : options.Channels, options).List(manifest.Patients, files, manifest.Path);
        return listing with { Notes = manifest.Notes, IsDrawn = manifest.IsDrawn, Cases = [.. listing.Cases.Select(listed => listed with { IsColour = !IsNamed })] };
    }

    private IReadOnlyList<string> NamesOf(PixelArray image) => (IsNamed, image.Channels) switch
    {
        (true, 1) => options.ChannelNames,
        (true, _) => throw new UserException($"the image has {image.Channels} channels; each file that data.channel_names names is one, in grey"),
        (false, 1) => gray,
        (false, _) => ChannelSet.Colour,
    };
}
