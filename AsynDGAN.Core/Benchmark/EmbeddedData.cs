using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data.Batches;
using AsynDGAN.Core.Data.Preparation;
using AsynDGAN.Core.Data.Sites;
using AsynDGAN.Core.Data.Sources;
using AsynDGAN.Core.Imaging;
using AsynDGAN.Core.Platform;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Benchmark;

/// <summary>
/// Made-up pictures in the shapes of a configuration's own, so that its step can be timed where its data are not: discs on noise,
/// drawn, resized and augmented by the same code. They are stored half as large again as they are loaded, as the phantom's are.
/// </summary>
public sealed class EmbeddedData : IRunData
{
    /// <summary>Sites where the configuration leaves their number to the data.</summary>
    public const int UsualSites = 4;

    private const int Patients = 4, SamplesAPatient = 4;

    private EmbeddedData(IReadOnlyList<SiteData<SampleSet>> sites, IReadOnlyList<SiteSize> distributed) => (Sets, Distributed) = (sites, distributed);

    private IReadOnlyList<SiteData<SampleSet>> Sets { get; }

    /// <inheritdoc />
    public IReadOnlyList<SiteData<IPairs>> Sites => [.. Sets.Select(site => new SiteData<IPairs>(site.Name, site.Training, site.Validation, site.Test, site.LeftOut))];

    /// <inheritdoc />
    public IReadOnlyList<SiteSize> Distributed { get; }

    /// <inheritdoc />
    public IReadOnlyList<SplitRow> Split => [];

    /// <inheritdoc />
    public string OneLine => Facts;

    /// <inheritdoc />
    public IReadOnlyList<string> Notes => [];

    /// <inheritdoc />
    public string Facts => $"embedded data: {Distributed.Count} sites of {Distributed[0].TrainingSamples} samples";

    /// <inheritdoc />
    public string Fingerprint => "";

    /// <inheritdoc />
    public string? CaseDigest => null;

    /// <summary>Bytes that a site keeps beside them, so that nothing is resized twice.</summary>
    public long BytesKept => Sets[0].Training.BytesKept;

    /// <summary>Bytes of a site's stored pictures and masks; a pooled one has those of all.</summary>
    public long BytesASite => Sets[0].Training.BytesStored;

    /// <summary>How many sites a configuration trains on: what it says after merging, or <see cref="UsualSites"/> where only its data could tell, without those that it leaves out.</summary>
    public static int SitesOf(Experiment experiment)
    {
        var cut = experiment.Sites.Count ?? (experiment.Data.Source == DataSource.Phantom ? experiment.Data.Phantom.Institutions : null);
        return Math.Max(1, (cut - experiment.Sites.Merge.Count ?? UsualSites) - experiment.Sites.Without.Count);
    }

    /// <summary>Makes the data of so many sites.</summary>
    /// <param name="experiment">Image size, channels, conditions, augmentation; sites.mode decides what the run sees of the sites.</param>
    /// <param name="sites">The number of sites of mode distributed.</param>
    /// <param name="device">Where pairs are kept and given out.</param>
    public static EmbeddedData Make(Experiment experiment, int sites, Device device)
    {
        var samples = Samples(experiment);
        SiteSize[] distributed = [.. Enumerable.Range(1, sites).Select(number => new SiteSize($"site-{number}", samples))];
        IEnumerable<(string Name, int Samples)> seen = experiment.Sites.Mode switch
        {
            SiteMode.Pooled => [(SitePartition.PooledSite, samples * sites)],
            SiteMode.Single => [(experiment.Sites.Only!, samples)],
            SiteMode.Distributed => distributed.Select(site => (site.Name, site.TrainingSamples)),
            _ => throw new ArgumentOutOfRangeException(nameof(experiment), experiment.Sites.Mode, "no such mode"),
        };
        var siteChannels = experiment.Sites.InCondition ? sites : 0;
        return new EmbeddedData([.. seen.Select((site, number) => Site(experiment.Data, site.Name, site.Samples, number % sites, siteChannels, device))], distributed);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var site in Sets)
        {
            site.Dispose();
        }
    }

    private static int Samples(Experiment experiment) => Math.Max(Patients * SamplesAPatient, experiment.Training.BatchSize);

    private static int Side(DataOptions options) => options.Patch.Size ?? (options.Augment.LoadSize ?? options.ImageSize) * 3 / 2;

    private static int Channels(DataOptions options) => ChannelSet.Of(options, count: 1).Wanted.Count;

    private static SiteData<SampleSet> Site(DataOptions options, string name, int count, int number, int siteChannels, Device device)
    {
        var random = SplitMix64.For(0, RandomPurpose.Phantom, name);
        PreparedSlice[] slices = [.. Enumerable.Range(0, count).Select(i => Slice(options, name, i, random))];
        var infos = slices.Select((slice, i) => new SampleInfo(i, i / SamplesAPatient, slice.FullName, slice.Case.Patient, name, slice.MaskPixels, slice.Geometry) { Site = number });
        return new SiteData<SampleSet>(
            name, new SampleSet(Sample.Of(slices), [.. infos], options, siteChannels, device, device), None(), None(), None());

        SampleSet None() => new([], [], options, siteChannels, device, device);
    }

    private static PreparedSlice Slice(DataOptions options, string site, int number, SplitMix64 random)
    {
        var (side, channels) = (Side(options), Channels(options));
        var (image, masks, nuclei) = (new ushort[channels * side * side], new byte[side * side], options.HasNuclei() ? new int[side * side] : null);
        for (var i = 0; i < image.Length; i++)
        {
            image[i] = (ushort)(random.Next() & byte.MaxValue);
        }

        var (row, column) = (side / 3 + random.Below(side / 3), side / 3 + random.Below(side / 3));
        for (var i = 0; i < masks.Length; i++)
        {
            var (y, x) = (i / side, i % side);
            var fromTumour = Math.Sqrt((y - row) * (y - row) + (x - column) * (x - column)) / side;
            var head = Math.Sqrt(Math.Pow(y - side / 2.0, 2) + Math.Pow(x - side / 2.0, 2)) < 0.45 * side;
            masks[i] = MaskCode.Of((ushort)Math.Clamp(3 - (int)(fromTumour / 0.04), 0, 3), head);
            if (nuclei is not null && y % 16 < 14 && x % 32 < 30)
            {
                nuclei[i] = 1 + y / 16 * (side / 16 + 1) + x / 16;
            }
        }

        var name = $"{site}-{number / SamplesAPatient}";
        var @case = new ImageCase(name, name, new Dictionary<string, string> { [ImageCase.InstitutionAttribute] = site }, []);
        var square = new CropSquare(0, 0, side);
        return new PreparedSlice(
            @case, number.ToString(), new SliceGeometry(side, side, square, options.ImageSize), channels, 8,
            [.. Enumerable.Repeat(Normalisation.OfRange(8), channels)], masks.Count(MaskCode.HasTumour), [], 0, (0, byte.MaxValue), (-1, 1), null,
            StoredPixels.Of(side, channels, 8, image, masks, nuclei));
    }
}
