using System.Globalization;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data;

namespace AsynDGAN.Core.Setup;

/// <summary>
/// The keys that follow from the data alone: a function of what was looked at. Whole pictures are treated as configs/lgg.yaml treats
/// its slices, patches and nuclei as configs/nuclei-dsb2018.yaml does.
/// </summary>
internal sealed class DataFit
{
    private const int Patch = 128, SmallPatch = 64;

    // A ground is dark where less than this of a picture is foreground, and objects lie upon it where nearly all of their area does.
    private const double DarkGround = 0.8, UponGround = 0.95;

    // A crop is worth its key where it takes off at least so much of a side.
    private const double WorthCropping = 0.98;

    // Many objects that are small against their picture are better seen in patches.
    private const int ManyObjects = 8;
    private const int SmallObject = 8;

    // Patches of a picture, above which they do not overlap.
    private const int ManyPatches = 64;

    // One each for training, validation and test.
    private const int FewestPatients = 3;

    private static readonly double[] fractions = [0.1, 0.15, 0.2, 0.25];

    private readonly DataOptions data;
    private readonly SiteWish sites;
    private readonly DataFacts facts;
    private readonly bool hasGround, isCropped;
    private readonly int side;

    /// <param name="data">The source, its root, and the mask values.</param>
    /// <param name="sites">What sites are made of.</param>
    /// <param name="facts">What was looked at.</param>
    public DataFit(DataOptions data, SiteWish sites, DataFacts facts)
    {
        (this.data, this.sites, this.facts) = (data, sites, facts);
        var slices = facts.Slices.Where(slice => slice.Foreground > 0).ToArray();
        var objects = facts.WithObjects;
        hasGround = !data.HasNuclei() && slices.Length > 0 && DataFacts.Median(slices.Select(slice => slice.Foreground)) < DarkGround
            && objects.Sum(slice => (double)slice.MaskInForeground) >= UponGround * objects.Sum(slice => (double)slice.MaskPixels);
        var (head, whole) = (DataFacts.Median(facts.Slices.Select(slice => slice.HeadSide)), DataFacts.Median(facts.Slices.Select(slice => Math.Max(slice.Height, slice.Width))));
        InPatches = data.HasNuclei() || NeedsPatches();
        isCropped = hasGround && !InPatches && head <= WorthCropping * whole;
        side = isCropped ? head : whole;
        Sizes = InPatches ? PatchSizes() : WholeSizes();
    }

    /// <summary>Whether pictures are cut into patches.</summary>
    public bool InPatches { get; }

    /// <summary>Sides of the networks' grid: the one that the objects want, then smaller ones, where time is short.</summary>
    public IReadOnlyList<int> Sizes { get; }

    /// <summary>Images of the networks at the site that has the most, about: of all its slices with objects.</summary>
    public int LargestSite(int size)
    {
        var slices = facts.AreVolumes ? (double)facts.Slices.Count / facts.Cases.Count : 1;
        var used = Math.Max(1, facts.WithObjects.Count) / (double)Math.Max(1, facts.Slices.Count);
        var patches = InPatches ? Math.Pow(Math.Max(1, (Least() - size) / Stride(size) + 1), 2) : 1;
        return (int)Math.Max(1, sites.Count is { } count ? Train(facts.Sites.Sum(site => site.Pictures)) / count : Train(facts.Sites.Max(site => site.Pictures)));

        double Train(int pictures) => pictures * slices * used * patches * (1 - TestFraction - ValidationFraction);
    }

    /// <summary>Sites of the configuration.</summary>
    public int SiteCount => sites.Count ?? facts.Sites.Count - Merged.Count;

    /// <summary>Memory that the pixels of all images and masks take, about.</summary>
    public long ImageBytes => facts.Bytes;

    /// <summary>What is to be said before anything is written; null: nothing.</summary>
    public string? Note => Merged.Count == 0 ? null : $"sites of one or two patients join another (sites.merge): {string.Join(", ", Merged.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key} joins {pair.Value}"))}";

    /// <summary>The keys at one of the sizes.</summary>
    public FittedExperiment At(int size)
    {
        var reasons = new Dictionary<string, string>();
        var options = data with
        {
            ImageSize = size,
            Crop = isCropped ? CropMethod.Head : CropMethod.None,
            MinMaskPixels = MinMaskPixels(size),
            TestFraction = TestFraction,
            ValidationFraction = ValidationFraction,
        };
        reasons["data.image_size"] = SizeReason(size);
        if (isCropped)
        {
            reasons["data.crop"] = $"the foreground fills a square of {side} pixels of {Whole()} in the middle of all slices";
        }

        options = Channels(Normalised(InPatches ? Patches(options, size, reasons) : options, reasons), reasons);
        if (!data.HasNuclei() && !hasGround)
        {
            options = options with { Conditions = [ConditionChannel.Tumour] };
            reasons["data.conditions"] = "the masks alone: there is no dark ground around what is shown, from which a foreground could be told";
        }

        if (!facts.HasParts)
        {
            reasons["data.test_fraction"] = $"of each {(sites.IsCut ? "institution's patients, before sites are cut" : "site's patients")}, as of validation_fraction; data.split_seed draws them";
            reasons["data.validation_fraction"] = "to choose settings by; test patients are for the last table";
        }

        var cut = sites.ToOptions() with { Merge = Merged };
        if (Merged.Count > 0)
        {
            reasons["sites.merge"] = $"sites of one or two patients cannot be parted into training, validation and test: {string.Join(", ", Merged.Keys.Order(StringComparer.Ordinal))}; take this out to keep them by themselves";
        }

        reasons["sites.by"] = sites.IsCut ? "sites are cut, whatever hospitals the patients are of" : $"{SiteCount} sites by the data; random or tumour-size with a sites.count would cut others";
        var experiment = new Experiment { Data = options, Sites = cut, Segmentation = Segmentation() };
        return new FittedExperiment(data.HasNuclei() ? experiment with { Synthesis = experiment.Synthesis with { Masks = NewMasks.Rearranged } } : experiment, reasons);
    }

    private int Whole() => DataFacts.Median(facts.Slices.Select(slice => Math.Max(slice.Height, slice.Width)));

    private int Least() => DataFacts.Median(facts.Slices.Select(slice => Math.Min(slice.Height, slice.Width)));

    private bool NeedsPatches()
    {
        if (!data.HasPatches() || facts.AreVolumes || Least() < Patch * 3 / 2)
        {
            return false;
        }

        var diameter = facts.Objects.Count == 0 ? 0 : Math.Sqrt(DataFacts.Median(facts.Objects.Select(found => found.Area)));
        var many = facts.WithObjects.Count > 0 && DataFacts.Median(facts.WithObjects.Select(slice => slice.Objects)) >= ManyObjects && diameter <= Least() / (double)SmallObject;
        return many || facts.Surviving(Patch, hasGround) < VanishingObjects.Least;
    }

    private int[] PatchSizes() => Least() < Patch ? [SmallPatch] : [Patch, SmallPatch];

    /// <summary>The smallest at which enough of the objects survives, of those that are no larger than the pictures.</summary>
    private int[] WholeSizes()
    {
        var (smallest, largest) = side <= 40 ? (32, 32) : (64, Math.Max(64, side));
        int[] allowed = [.. DataFacts.Sizes.Where(size => size >= smallest && size <= largest)];
        var wanted = allowed.Where(size => facts.Surviving(size, isCropped) >= VanishingObjects.Least).DefaultIfEmpty(allowed[^1]).First();
        return [.. allowed.Where(size => size <= wanted).OrderDescending()];
    }

    private string SizeReason(int size) => InPatches
        ? $"patches of {size}x{size} pixels of the pictures' own ({Pictures()}), so that nothing of the {facts.Objects.Count} objects that were looked at is lost"
        : string.Create(CultureInfo.InvariantCulture, $"of pictures of {Pictures()}; at this size {100 * facts.Surviving(size, isCropped):0}% of the objects' area survives, {100 * facts.SurvivingOfSmallest(size, isCropped):0}% of that of the smallest tenth of the {facts.Objects.Count} objects that were looked at");

    private string Pictures()
    {
        var sizes = facts.Slices.Select(slice => (slice.Height, slice.Width)).Distinct().Order().ToArray();
        return sizes.Length == 1 ? $"{sizes[0].Height}x{sizes[0].Width}" : $"{sizes[0].Height}x{sizes[0].Width} to {sizes[^1].Height}x{sizes[^1].Width}";
    }

    private DataOptions Patches(DataOptions options, int size, Dictionary<string, string> reasons)
    {
        reasons["data.patch"] = "parts of the pictures at their own resolution; they stay with their patient, and whole pictures are predicted by overlapping tiles";
        return options with
        {
            Patch = new PatchOptions { Size = size, Stride = Stride(size), Pad = false },
            Augment = options.Augment with { Flip = Flip.Both },
            Conditions = data.HasNuclei() ? [ConditionChannel.Nuclei, ConditionChannel.Boundary] : options.Conditions,
        };
    }

    private int Stride(int size) => Math.Pow(Least() * 2 / size, 2) <= ManyPatches ? size / 2 : size;

    private DataOptions Normalised(DataOptions options, Dictionary<string, string> reasons)
    {
        if (hasGround)
        {
            reasons["data.normalise.by"] = "the ground becomes black and 2.6 times the foreground's median white, by patient" + (facts.Channels == 3 && data is { Source: DataSource.Manifest, ChannelNames.Count: 0 } ? "; colours by one scale for all three" : "");
            return options;
        }

        var fills = 2 * DataFacts.Median(facts.Slices.Select(slice => slice.Highest)) >= (1 << facts.Bits) - 1;
        if (fills || data.HasNuclei())
        {
            reasons["data.normalise.by"] = data.HasNuclei() ? "by the range of 8 bits, so that stained tissue keeps its colours" : $"by the range of {facts.Bits} bits, which the pictures fill";
            return options with { Normalise = options.Normalise with { By = NormaliseBy.Range } };
        }

        reasons["data.normalise.to"] = $"by percentiles of each patient's pictures, whose values ({DataFacts.Median(facts.Slices.Select(slice => slice.Highest))} at most, in the middle) do not fill {facts.Bits} bits";
        return options with { Normalise = options.Normalise with { To = NormaliseTo.Percentile, Low = 0.5, High = 99.5 } };
    }

    private DataOptions Channels(DataOptions options, Dictionary<string, string> reasons)
    {
        if (data.ChannelNames.Count > 0)
        {
            reasons["data.channels"] = "those of channel_names that the networks see";
            return options with { Channels = data.ChannelNames };
        }

        if (data.Source != DataSource.Manifest || facts.Channels != 3)
        {
            return options;
        }

        var grey = facts.Slices.All(slice => slice.IsGrey);
        reasons["data.channels"] = grey ? "the pictures are stored in colour and are grey: one channel tells all" : "pictures in colour";
        return options with { Channels = grey ? ["red"] : ["red", "green", "blue"] };
    }

    private int MinMaskPixels(int size)
    {
        var usual = size <= 64 && !InPatches ? 5 : 10;
        var scale = InPatches ? 1 : (double)size * size / ((double)side * side);
        return new[] { usual, 5, 2 }.Where(least => least <= usual && facts.WithObjects.Count(slice => slice.MaskPixels * scale < least) <= 0.2 * facts.WithObjects.Count).DefaultIfEmpty(1).First();
    }

    /// <summary>Sites of fewer than three patients, each into the smallest that has more, where two sites at least are left.</summary>
    private IReadOnlyDictionary<string, string> Merged
    {
        get
        {
            var large = facts.Sites.Where(site => site.Patients >= FewestPatients).ToArray();
            return sites.IsCut || facts.HasParts || large.Length < 2
                ? new Dictionary<string, string>()
                : facts.Sites.Except(large).ToDictionary(site => site.Name, _ => large.MinBy(site => site.Patients)!.Name);
        }
    }

    private double TestFraction => data.Source == DataSource.Dsb2018 ? 0.25 : Fraction(0.2);

    private double ValidationFraction => Fraction(0.1);

    /// <summary>The smallest from the usual one on that gives every site of four patients or more one.</summary>
    private double Fraction(double usual) => facts.HasParts ? usual : fractions.Where(fraction => fraction >= usual)
        .FirstOrDefault(fraction => facts.Sites.Where(site => site.Patients >= 4).All(site => Math.Round(site.Patients * (decimal)fraction, MidpointRounding.AwayFromZero) >= 1), fractions[^1]);

    private SegmentationOptions Segmentation() => !InPatches
        ? new SegmentationOptions()
        : new SegmentationOptions
        {
            BatchSize = 8,
            Augment = SegmentationAugment.Flip,
            Classes = data.HasNuclei() ? SegmentationClasses.Ternary : SegmentationClasses.Merged,
            BoundaryWeight = data.HasNuclei() ? 2 : 1,
        };
}
