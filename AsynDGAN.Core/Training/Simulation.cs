using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data.Batches;
using AsynDGAN.Core.Data.Sites;
using AsynDGAN.Core.Federation;
using AsynDGAN.Core.Networks;
using AsynDGAN.Core.Networks.Convolutions;
using AsynDGAN.Core.Platform;
using AsynDGAN.Core.Runs;
using TorchSharp;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Training;

/// <summary>The centre and all sites in one process. It wires them together; what they say to each other passes <see cref="ISite"/>.</summary>
public sealed class Simulation : IDisposable
{
    private readonly PerceptualLoss? perceptual;
    private readonly CoreWorkers? workers;

    private Simulation(
        LearningRateSchedule schedule, Centre centre, IReadOnlyList<LocalSite> sites, Ledger ledger, PerceptualLoss? perceptual, CoreWorkers? workers) =>
        (Schedule, Centre, Sites, Ledger, this.perceptual, this.workers) = (schedule, centre, sites, ledger, perceptual, workers);

    /// <summary>How long the run is.</summary>
    public LearningRateSchedule Schedule { get; }

    /// <summary>G.</summary>
    public Centre Centre { get; }

    /// <summary>The hospitals.</summary>
    public IReadOnlyList<LocalSite> Sites { get; }

    /// <summary>What has crossed.</summary>
    public Ledger Ledger { get; }

    /// <summary>Images of all sites that a step takes, in all of its exchanges.</summary>
    public int ImagesPerStep { get; private init; }

    /// <summary>Sites that answer at a time.</summary>
    public int SitesSideBySide { get; private init; } = 1;

    /// <summary>Builds the networks, the sites and the centre.</summary>
    /// <param name="experiment">The configuration.</param>
    /// <param name="data">Its data; the tensors stay the caller's.</param>
    /// <param name="device">Where everything lives.</param>
    /// <param name="folder">Where the sites keep their records; null: they keep none.</param>
    /// <param name="sitesPerGroup">Sites whose conditions pass G together, where a checkpoint says so; null: by the configuration.</param>
    /// <param name="recording">What of a step is recorded; null: nothing. The caller's.</param>
    /// <exception cref="UserException">The perceptual term is on, and its weights are missing, damaged or of a script that fails.</exception>
    public static Simulation Build(
        Experiment experiment, IRunData data, Device device, RunFolder? folder, int? sitesPerGroup = null, StepRecording? recording = null)
    {
        var perceptual = PerceptualWeights.Load(experiment, data, device);
        var schedule = ScheduleOf(experiment, data);
        var settings = SettingsOf(experiment, schedule);
        var ledger = new Ledger();
        var imagesPerSite = ImagesPerSite(experiment, data);
        var sites = data.Sites.Select(site => new LocalSite(
            site.Name, experiment.Seed, site.Training, site.Validation,
            new LocalDiscriminator(site.Name, settings, NewDiscriminator(experiment, site).to(device), perceptual, recording?.ForSites),
            folder is null ? null : new SiteRecords(site.Name, folder), experiment.Sites.Questions, imagesPerSite)).ToList();
        var metered = sites.Select(site => new MeteredSite(site, ledger, experiment.Boundary)).ToList();
        var group = Math.Min(sites.Count, sitesPerGroup ?? SitesPerGroup(experiment, data, device));
        var oneThreadASite = group > 1 && StepSizes.OneThreadASite(imagesPerSite, data.Sites[0].Training.ImageShape, device.type);
        var sideBySide = oneThreadASite ? Math.Min(group, get_num_threads()) : 1;
        var workers = oneThreadASite ? new CoreWorkers(sideBySide) : null;
        var centre = new Centre(experiment, schedule, metered, imagesPerSite, () => NewGenerator(experiment, data).to(device), group, workers, recording?.ForCentre);
        return new Simulation(schedule, centre, sites, ledger, perceptual, workers) { ImagesPerStep = imagesPerSite * sites.Count * experiment.Training.DiscriminatorSteps, SitesSideBySide = sideBySide };
    }

    /// <summary>Sites that list their conditions for a generator that has learned already: they have neither discriminator nor optimizer.</summary>
    /// <param name="experiment">The configuration.</param>
    /// <param name="data">Its data; the tensors stay the caller's.</param>
    /// <param name="ledger">Where their messages are counted.</param>
    /// <param name="conditions">Whether they list, as their training conditions, those that the generator was trained on, or those of the fold that was left out.</param>
    public static IReadOnlyList<ISite> ListingSites(
        Experiment experiment, IRunData data, Ledger ledger, SynthesisConditions conditions = SynthesisConditions.Seen) => [.. data.Sites.Select(site =>
            new MeteredSite(new LocalSite(site.Name, experiment.Seed, conditions == SynthesisConditions.LeftOut ? site.LeftOut : site.Training, site.Validation), ledger, experiment.Boundary))];

    /// <summary>G and a D_j of a run, untrained, each with the shapes of the inputs that it gets.</summary>
    /// <param name="experiment">The configuration.</param>
    /// <param name="data">Its data.</param>
    /// <param name="sitesPerGroup">Sites whose conditions pass G together.</param>
    public static IReadOnlyList<CheckedNetwork> Networks(Experiment experiment, IRunData data, int sitesPerGroup)
    {
        var site = data.Sites[0].Training;
        var (condition, image) = (site.ConditionShape, site.ImageShape);
        long batch = experiment.Training.BatchSize, images = ImagesPerSite(experiment, data);
        var judged = LocalDiscriminator.JoinsBatches(experiment.Discriminator, experiment.Loss) ? images : batch;
        var groups = Enumerable.Range(0, data.Sites.Count).Chunk(sitesPerGroup).Select(group => group.Length * images);
        return
        [
            new(NewGenerator(experiment, data), [batch, condition[0] + experiment.Generator.NoiseChannels, condition[1], condition[2]])
            {
                Batches = GeneratorFactory.DrawsEachAlone(experiment.Generator) ? [.. groups] : [],
            },
            new(NewDiscriminator(experiment, data.Sites[0]), [batch, condition[0] + image[0], image[1], image[2]],
                SecondDerivatives: experiment.Loss.Gan.HasPenalty())
            {
                Batches = DiscriminatorFactory.JudgesEachAlone(experiment.Discriminator) ? [judged, 2 * judged] : [],
            },
        ];
    }

    /// <summary>What the sites of a run must know of it.</summary>
    internal static SiteSettings SettingsOf(Experiment experiment, LearningRateSchedule schedule) => new(
        experiment.Seed, experiment.Discriminator, experiment.Loss, experiment.Training, schedule.LearningRate)
    {
        LastStep = schedule.Steps,
        Boundary = experiment.Boundary,
    };

    /// <summary>Steps an epoch always come from the distributed partition: as many as its largest site needs to be seen once.</summary>
    public static LearningRateSchedule ScheduleOf(Experiment experiment, IRunData data) => ScheduleOf(experiment, data.Distributed);

    /// <summary>Of data of such sites.</summary>
    internal static LearningRateSchedule ScheduleOf(Experiment experiment, IReadOnlyList<SiteSize> sites)
    {
        var imagesPerStep = experiment.Training.BatchSize * experiment.Training.DiscriminatorSteps;
        return new LearningRateSchedule(experiment.Training, (sites.Max(site => site.TrainingSamples) + imagesPerStep - 1) / imagesPerStep);
    }

    /// <summary>A pooled site gives as many images a step as the sites of the distributed partition together.</summary>
    public static int ImagesPerSite(Experiment experiment, IRunData data) => experiment.Sites.Mode == SiteMode.Pooled
        ? data.Distributed.Count * experiment.Training.BatchSize
        : experiment.Training.BatchSize;

    /// <summary>Sites whose conditions pass G together: as the configuration says, or by the rule of shapes; at most all.</summary>
    public static int SitesPerGroup(Experiment experiment, IRunData data, Device device) => Math.Min(
        data.Sites.Count,
        experiment.Training.Group ?? StepSizes.SitesPerGroup(ImagesPerSite(experiment, data), data.Sites[0].Training.ImageShape, device.type));

    /// <summary>G with its initial weights, on the CPU.</summary>
    public static nn.Module<Tensor, Tensor> NewGenerator(Experiment experiment, IRunData data)
    {
        using var random = new Generator(SplitMix64.Seed(experiment.Seed, RandomPurpose.GeneratorWeights));
        var site = data.Sites[0].Training;
        return GeneratorFactory.Create(
            experiment.Generator, (int)site.ConditionShape[0] + experiment.Generator.NoiseChannels, (int)site.ImageShape[0], random);
    }

    /// <summary>A site's D_j with its initial weights, on the CPU.</summary>
    public static Discriminator NewDiscriminator(Experiment experiment, SiteData<IPairs> site)
    {
        using var random = new Generator(SplitMix64.Seed(experiment.Seed, RandomPurpose.DiscriminatorWeights, site.Name));
        return DiscriminatorFactory.Create(
            experiment.Discriminator, (int)(site.Training.ConditionShape[0] + site.Training.ImageShape[0]), random);
    }

    /// <summary>
    /// The first network whose weights, running statistics, moving average or optimizer hold a value that is infinite or no
    /// number, to be said in a message; null where all are finite. A gradient may overflow where every loss is finite.
    /// </summary>
    public string? FirstNotFinite()
    {
        if (Centre.FirstNotFinite() is { } ofGenerator)
        {
            return $"the generator, in {ofGenerator}";
        }

        foreach (var site in Sites)
        {
            if (site.FirstNotFinite() is { } ofDiscriminator)
            {
                return $"the discriminator of site '{site.Profile.Name}', in {ofDiscriminator}";
            }
        }

        return null;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        workers?.Dispose();
        Centre.Dispose();
        perceptual?.Dispose();
        foreach (var site in Sites)
        {
            site.Dispose();
        }
    }
}
