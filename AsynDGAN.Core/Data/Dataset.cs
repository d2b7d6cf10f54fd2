using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Configuration.Keys;
using AsynDGAN.Core.Configuration.Rules;
using AsynDGAN.Core.Data.Batches;
using AsynDGAN.Core.Data.Phantom;
using AsynDGAN.Core.Data.Preparation;
using AsynDGAN.Core.Data.Sites;
using AsynDGAN.Core.Data.Sources;
using AsynDGAN.Core.Runs;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Data;

/// <summary>All of a run's data: the sites it sees with their samples, and how they came about.</summary>
public sealed class Dataset : IRunData
{
    // libtorch's free memory cannot be asked for from here; half of a small GPU's is taken to be free.
    private const long LargestOnDevice = 4L << 30;

    private Dataset(
        IReadOnlyList<SiteData<SampleSet>> sites, IReadOnlyList<SiteSize> distributed, IReadOnlyList<SplitRow> split,
        DatasetSummary summary, string fingerprint, int imageChannels, int imageBits) =>
        (Sites, Distributed, Split, Summary, Fingerprint, ImageChannels, ImageBits) =
        (sites, distributed, split, summary, fingerprint, imageChannels, imageBits);

    /// <summary>Whether the samples are slices of whole volumes.</summary>
    public bool HoldsVolumes { get; private init; }

    private bool PartsAreGiven { get; init; }

    private SplitMethod Method { get; init; }

    /// <summary>The sites that the run sees, in name order: all, the one of mode single, or <c>all</c> of mode pooled.</summary>
    public IReadOnlyList<SiteData<SampleSet>> Sites { get; }

    IReadOnlyList<SiteData<IPairs>> IRunData.Sites => [.. Sites.Select(site => new SiteData<IPairs>(site.Name, site.Training, site.Validation, site.Test, site.LeftOut))];

    string IRunData.OneLine => Summary.OneLine;

    string IRunData.Facts => Summary.Calm.ToText();

    /// <summary>The sites of mode distributed, in name order, whatever the mode: the largest gives the steps of an epoch.</summary>
    public IReadOnlyList<SiteSize> Distributed { get; }

    /// <summary>Which part and site every patient belongs to, in the order of their names.</summary>
    public IReadOnlyList<SplitRow> Split { get; }

    /// <summary>What was read and how it was cut up, by sites of the distributed partition.</summary>
    public DatasetSummary Summary { get; }

    /// <summary>What the user should know of the data, and what was not used, a line each.</summary>
    public IReadOnlyList<string> Notes => [.. Summary.Notes, .. Summary.LeftOutLines];

    /// <summary>What was not used, and why.</summary>
    public IReadOnlyList<LeftOut> LeftOut => Summary.LeftOut;

    /// <summary>SHA-256 in hexadecimal over what was read.</summary>
    public string Fingerprint { get; }

    /// <inheritdoc />
    public string? CaseDigest { get; private init; }

    /// <summary>Channels of the images.</summary>
    public int ImageChannels { get; }

    /// <summary>Bits of the images' stored values: 8, or 16 where any image has them.</summary>
    public int ImageBits { get; }

    /// <summary>Reads, splits and prepares what an experiment names.</summary>
    /// <param name="device">Where pairs are given out.</param>
    /// <param name="progress">Told how many files or cases of how many are read.</param>
    /// <param name="threads">How many threads read, all processors' by default; the result does not depend on it.</param>
    /// <param name="everySlice">Keeps slices below min_mask_pixels in the validation and test parts, for evaluation.</param>
    /// <exception cref="UserException">The data, the split or the sites are at fault.</exception>
    public static Dataset Load(
        Experiment experiment, Device device, IProgress<(int Done, int Total)>? progress = null, int? threads = null,
        bool everySlice = false)
    {
        // Its faults are told before the data are read.
        SiteKey.Of(experiment);
        var reading = new DataReading(experiment.Data, cases => PatientSplit.Make(cases, experiment.Data), threads, progress, everySlice);
        var read = Read(experiment.Data, needsSites: experiment.Sites.By == ImageCase.InstitutionAttribute, reading);
        var partition = SitePartition.Make(read.Cases, read.Split, experiment.Sites, experiment.Data.SplitSeed);
        var data = Of(read with { Notes = [.. read.Notes, .. IdleNotes(read, experiment)] }, partition, experiment, device);
        Check(data.Distributed, experiment);
        return data;
    }

    /// <summary>Reads all cases for a network that learned elsewhere: every patient is a test patient, at its institution.</summary>
    /// <param name="device">Where pairs are given out.</param>
    /// <param name="progress">Told how many files or cases of how many are read.</param>
    /// <exception cref="UserException">The data are at fault.</exception>
    public static Dataset LoadForEvaluation(Experiment experiment, Device device, IProgress<(int Done, int Total)>? progress = null)
    {
        return ForEvaluation(Read(experiment.Data, needsSites: false, AsTests(experiment, progress)), experiment, device);
    }

    /// <summary>Reads images without masks, to be predicted, as those of the experiment were: all are of a test part of one site.</summary>
    /// <param name="images">The images.</param>
    /// <inheritdoc cref="LoadForEvaluation"/>
    internal static Dataset LoadUnlabelled(Experiment experiment, UnlabelledImages images, Device device, IProgress<(int Done, int Total)>? progress = null)
    {
        var (source, reading) = (new UnlabelledSource(experiment.Data, images), AsTests(experiment, progress));
        return ForEvaluation(images.AreVolumes ? reading.Volumes(source) : reading.Pictures(source), experiment, device);
    }

    /// <summary>Looks at such images as <see cref="LoadUnlabelled"/> reads them, and keeps none: the facts of all, and no samples.</summary>
    /// <inheritdoc cref="LoadUnlabelled"/>
    internal static Dataset LookAtUnlabelled(Experiment experiment, UnlabelledImages images, IProgress<(int Done, int Total)>? progress = null)
    {
        var (source, reading) = (new UnlabelledSource(experiment.Data, images), AsTests(experiment, progress, makesSamples: false));
        return ForEvaluation(images.AreVolumes ? reading.Volumes(source) : reading.Pictures(source), experiment, CPU);
    }

    private static DataReading AsTests(
        Experiment experiment, IProgress<(int Done, int Total)>? progress, Func<ImageCase, bool>? wants = null, bool makesSamples = true, IReadOnlyList<LeftOut>? known = null) => new(
        experiment.Data, cases => new PatientSplit(cases.Select(@case => @case.Patient).Distinct().Select(patient => KeyValuePair.Create(patient, DataPart.Test))),
        threads: null, progress, everySlice: true)
        {
            MakesSamples = makesSamples,
            Wants = wants ?? (_ => true),
            Known = known ?? [],
        };

    private static Dataset ForEvaluation(PreparedData read, Experiment experiment, Device device)
    {
        var siteOf = read.Cases.DistinctBy(@case => @case.Patient).ToDictionary(@case => @case.Patient, @case => @case.Institution);
        var partition = new SitePartition(siteOf, [.. siteOf.Values.Distinct().Order(StringComparer.Ordinal)]);
        return Of(read, partition, experiment with { Sites = new SiteOptions(), Data = experiment.Data with { Fold = new FoldOptions() } }, device);
    }

    /// <summary>Reads the patients of the sites that <c>sites.without</c> leaves out, and no others, to test on all of them: every one is a test patient.</summary>
    /// <param name="split">The site of every patient, as the run's data have it.</param>
    /// <param name="device">Where pairs are given out.</param>
    /// <param name="progress">Told how many files or cases of how many are read.</param>
    /// <param name="leftOut">What the run's data leave out, which is left out here, too; none by default.</param>
    /// <exception cref="UserException">The data are at fault.</exception>
    public static Dataset LoadLeftOutSites(
        Experiment experiment, IReadOnlyList<SplitRow> split, Device device, IProgress<(int Done, int Total)>? progress = null, IReadOnlyList<LeftOut>? leftOut = null)
    {
        var siteOf = split.ToDictionary(row => row.Patient, row => row.Site);
        var reading = AsTests(experiment, progress, @case => siteOf.TryGetValue(@case.Patient, out var site) && experiment.Sites.Without.Contains(site), known: leftOut);
        var read = Read(experiment.Data, needsSites: false, reading);
        var partition = new SitePartition(siteOf, [.. experiment.Sites.Without.Order(StringComparer.Ordinal)]);
        return Of(read, partition, experiment with { Sites = new SiteOptions(), Data = experiment.Data with { Fold = new FoldOptions() } }, device);
    }

    private static Dataset Of(PreparedData read, SitePartition partition, Experiment experiment, Device device)
    {
        var (options, split, used) = (experiment.Data, read.Split, read.Samples);
        var folds = PatientFolds.Deal(partition, split, used.Select(sample => (sample.Slice.Case.Patient, sample.Slice.MaskPixels)), options);
        var distributed = partition.Names.Select(site => new SiteSize(site, used.Select(sample => sample.Slice.Case.Patient)
            .Count(patient => partition.SiteOf[patient] == site && split.Parts[patient] == DataPart.Training && !folds.LeavesOut(patient)))).ToArray();

        var keptOn = KeptOn(used, options.Resident, device);
        var seen = Seen(partition, experiment.Sites).ToArray();
        string[] mirrored = [.. MirroredNotes(used)];
        foreach (var sample in used.Where(sample => !seen.Any(site => site.Holds(sample.Slice.Case.Patient))))
        {
            sample.Dispose();
        }

        var sites = seen
            .Select(site => Site(site.Name, used.Where(sample => site.Holds(sample.Slice.Case.Patient)).ToArray(), split, folds, partition, experiment, keptOn, device))
            .ToArray();
        var rows = read.Cases.DistinctBy(@case => @case.Patient)
            .OrderBy(@case => @case.Patient, StringComparer.Ordinal)
            .Select(@case => new SplitRow(@case.Patient, @case.Institution, partition.SiteOf[@case.Patient], split.Parts[@case.Patient]) { Fold = folds.Of(@case.Patient) });
        var summary = DatasetSummary.Of(used.Select(sample => sample.Slice), partition, split, folds, read.LeftOut, options) with { Sites = experiment.Sites, Notes = [.. read.Notes, .. WithoutNotes(used, partition), .. VanishingObjects.Notes(sites, options), .. mirrored] };
        var (channels, bits) = (used.FirstOrDefault()?.Slice.Channels ?? 0, used.Select(sample => sample.Slice.Bits).DefaultIfEmpty().Max());
        return new Dataset(sites, distributed, rows.ToArray(), summary, read.Fingerprint, channels, bits)
        {
            PartsAreGiven = read.Cases.Any(@case => @case.Part is not null),
            Method = options.Split,
            CaseDigest = DigestOf(read.Cases),
            HoldsVolumes = read.Cases.Any(@case => @case.Spacing is not null),
        };
    }

    /// <summary>What to do where a part has no patients, by what decides over the parts.</summary>
    public string HowToGet(DataPart part) => (PartsAreGiven, Method) switch
    {
        (true, _) => $"mark patients as {PartNames.Of(part)} where the data give their parts, such as the column part of a manifest.",
        (false, SplitMethod.File) => $"mark patients as {PartNames.Of(part)} in data.split_file.",
        (false, _) => $"give a data.{PartNames.Of(part)}_fraction, a larger one, or more patients.",
    };

    public void Dispose()
    {
        foreach (var site in Sites)
        {
            site.Dispose();
        }
    }

    /// <summary>What the configuration says in vain.</summary>
    private static IEnumerable<string> IdleNotes(PreparedData read, Experiment experiment)
    {
        var ofSplit = read.Cases.All(@case => @case.Part is null) ? []
            : IdleKeys.Told(experiment, "the data themselves tell each patient's part, which counts", "data.split", "data.test_count");
        return ofSplit.Concat(IdleKeys.Of(experiment)).Select(CaseNote.AsWarning);
    }

    private static IEnumerable<string> WithoutNotes(IEnumerable<Sample> used, SitePartition partition) => used.Select(sample => sample.Slice.Case.Patient)
        .Where(patient => !partition.Holds(patient)).GroupBy(patient => partition.SiteOf[patient]).OrderBy(site => site.Key, StringComparer.Ordinal)
        .Select(site => $"left out by sites.without: {site.Key} ({site.Distinct().Count()} patients, {site.Count()} samples)");

    private static IEnumerable<string> MirroredNotes(IReadOnlyCollection<Sample> used)
    {
        var (small, patches) = (used.Count(sample => sample.IsLargerThanItsPicture), used.Count(sample => sample.Slice.Patch is not null));
        return small == 0 ? [] :
        [
            $"warning: {small} of {patches} patches are larger than their pictures, which are mirrored to fill them: lower data.patch.size and data.image_size, or leave data.patch.size out",
        ];
    }

    private static string DigestOf(IEnumerable<ImageCase> cases) => Digest.OfText(string.Concat(cases.OrderBy(@case => @case.Name, StringComparer.Ordinal)
        .Select(@case => $"{@case.Name}\t{@case.Patient}\t{@case.Institution}\n")));

    private static PreparedData Read(DataOptions options, bool needsSites, DataReading reading) => SourceOf(options, needsSites) switch
    {
        ICaseSource pictures => reading.Pictures(pictures),
        IVolumeSource volumes => reading.Volumes(volumes),
        var other => throw new ArgumentOutOfRangeException(nameof(options), other, "no such source"),
    };

    /// <summary>Where an experiment's images come from.</summary>
    /// <param name="needsSites">Whether hospitals are asked for.</param>
    /// <returns>An <see cref="ICaseSource"/> or an <see cref="IVolumeSource"/>.</returns>
    /// <exception cref="UserException">There are none, or the source is at fault.</exception>
    internal static object SourceOf(DataOptions options, bool needsSites) => options.Source switch
    {
        DataSource.MultiOrgan => new MultiOrganSource(options),
        DataSource.Dsb2018 => new Dsb2018Source(options, needsSites),
        DataSource.LggMri => new LggMriSource(options),
        DataSource.Manifest when ManifestTable.Read(options) is var manifest => manifest.HoldsVolumes ? new ManifestVolumes(options, manifest) : new ManifestSource(options, manifest),
        DataSource.Brats => new BratsSource(options),
        DataSource.Hdf5 when options.HasNuclei() => new NucleiHdf5Source(options, needsSites),
        DataSource.Hdf5 => new BrainHdf5Source(options),
        DataSource.Gaussian => throw new UserException("data.source: gaussian has points, which are no images.", "Compare what was drawn by asyndgan eval-gaussian."),
        DataSource.Phantom => options.Channels.FirstOrDefault(name => name != PhantomSource.Channel) is { } unknown
            ? throw new UserException($"data.channels: the phantom has no channel '{unknown}'", $"Its one channel is {PhantomSource.Channel}; leave data.channels out.")
            : new PhantomSource(options.Phantom),
        _ => throw new ArgumentOutOfRangeException(nameof(options), options.Source, "no such source"),
    };

    private static void Check(IReadOnlyList<SiteSize> distributed, Experiment experiment)
    {
        var values = experiment.Data.MaskValues.Count == 0 ? "" : $", check that its masks have the values {YamlValue.Of(experiment.Data.MaskValues)} of data.mask_values";
        var hint = $"Lower data.min_mask_pixels or training.batch_size{values}, or merge the site into another (sites.merge).";
        var batch = experiment.Training.BatchSize;
        foreach (var site in distributed)
        {
            if (site.TrainingSamples == 0)
            {
                throw new UserException($"site {site.Name} has no training sample", hint);
            }

            if (experiment.Sites.Sees(site.Name) && site.TrainingSamples < batch)
            {
                var left = experiment.Data.Fold is { Of: > 1, Leave: var fold } ? $" without fold {fold}" : "";
                throw new UserException(
                    $"site {site.Name} has {site.TrainingSamples} training samples{left}, fewer than training.batch_size {batch}", hint);
            }
        }
    }

    private static IEnumerable<(string Name, Func<string, bool> Holds)> Seen(SitePartition partition, SiteOptions options) =>
        options.Mode switch
        {
            SiteMode.Pooled => [(SitePartition.PooledSite, partition.Holds)],
            SiteMode.Single => [(options.Only!, patient => partition.SiteOf[patient] == options.Only)],
            SiteMode.Distributed => partition.Names.Select(name => (name, (Func<string, bool>)(patient => partition.SiteOf[patient] == name))),
            _ => throw new ArgumentOutOfRangeException(nameof(options), options.Mode, "no such mode"),
        };

    private static SiteData<SampleSet> Site(
        string name, Sample[] samples, PatientSplit split, PatientFolds folds, SitePartition partition, Experiment experiment, Device keptOn, Device device)
    {
        var siteChannels = experiment.Sites.InCondition ? partition.Names.Count : 0;
        var patients = samples.Select(sample => sample.Slice.Case.Patient).Distinct().Order(StringComparer.Ordinal).ToList();
        var key = SiteKey.Of(experiment);
        var (sampleNumbers, patientNumbers) = (key.Numbers(name, "samples", samples.Length), key.Numbers(name, "patients", patients.Count));

        // Numbers are dealt before a fold is left out, so that they are the same whichever it is.
        var numbered = samples.OrderBy(sample => split.Parts[sample.Slice.Case.Patient]).Select((sample, i) => (Sample: sample, Info: Info(sample.Slice, sampleNumbers[i]))).ToArray();
        return new SiteData<SampleSet>(name, Of(DataPart.Training), Of(DataPart.Validation), Of(DataPart.Test), Of(DataPart.Training, leftOut: true));

        SampleInfo Info(PreparedSlice slice, int number)
        {
            var patient = slice.Case.Patient;
            return new SampleInfo(number, patientNumbers[patients.IndexOf(patient)], slice.FullName, patient, slice.Case.Institution, slice.MaskPixels, slice.Geometry)
            {
                Spacing = slice.Case.Spacing,
                Site = partition.Names.ToList().IndexOf(partition.SiteOf[patient]),
            };
        }

        SampleSet Of(DataPart part, bool leftOut = false)
        {
            var chosen = numbered.Where(own => split.Parts[own.Info.Patient] == part && folds.LeavesOut(own.Info.Patient) == leftOut).ToArray();
            return new SampleSet(chosen.Select(own => own.Sample), [.. chosen.Select(own => own.Info)], experiment.Data, siteChannels, keptOn, device);
        }
    }

    private static Device KeptOn(IEnumerable<Sample> samples, DataResidence resident, Device device) => resident switch
    {
        DataResidence.Device => device,
        DataResidence.Auto when Sample.BytesOf(samples) <= LargestOnDevice => device,
        DataResidence.Auto or DataResidence.Host => CPU,
        _ => throw new ArgumentOutOfRangeException(nameof(resident), resident, "no such place"),
    };
}
