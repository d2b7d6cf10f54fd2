using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Imaging;

namespace AsynDGAN.Core.Data.Sources;

/// <summary>Images without masks as a source of cases: read and prepared as those that a network learned from were.</summary>
/// <param name="options">How they were.</param>
/// <param name="images">The images.</param>
internal sealed class UnlabelledSource(DataOptions options, UnlabelledImages images) : ICaseSource, IVolumeSource
{
    public string Place => images.Place;

    public IReadOnlyList<string> Notes => images.Notes;

    CaseListing ICaseSource.List()
    {
        var patients = images.Together(options).ToArray();
        ImageCase[] cases = [.. patients.Select(patient => CaseOf(patient.Key))];
        SliceFile[] files = [.. patients.SelectMany((patient, i) => patient.Select(image => new SliceFile(i, image.Name, image.Path, image.Files, null)))];
        var listing = new SliceReader(NamesOf, images.Channels.Wanted, options).List(cases, files, images.Place);
        return listing with
        {
            HasMaskFiles = false,
            Notes = images.Notes,
            Cases = [.. listing.Cases.Select(listed => listed with { IsColour = images.Channels.IsColour })],
        };
    }

    (IReadOnlyList<VolumeFiles> Volumes, IReadOnlyList<LeftOut> Faults) IVolumeSource.List() =>
        ([.. images.All.Select(image => new VolumeFiles(CaseOf(image.Name), image.Files) { HasLabels = false })], []);

    public ImageCase Read(VolumeFiles volume) => new VolumeReader(options).Read(volume);

    private static ImageCase CaseOf(string name) => new(name, name, new Dictionary<string, string> { [ImageCase.InstitutionAttribute] = "images" }, []);

    private IReadOnlyList<string> NamesOf(PixelArray image)
    {
        var channels = images.Channels;
        return channels.InOneFile && image.Channels == channels.All.Count ? channels.All
            : image.Channels == 1 && !channels.IsColour ? channels.Wanted
            : throw new UserException($"the picture is {(image.Channels == 1 ? "grey" : $"in colour, of {image.Channels} channels")}, and the network takes pictures {channels}");
    }
}
