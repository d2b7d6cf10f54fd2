using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Federation;
using AsynDGAN.Core.Networks;
using AsynDGAN.Core.Networks.WeightFiles;
using AsynDGAN.Core.Platform;
using AsynDGAN.Core.Platform.Recording;
using AsynDGAN.Core.Runs;
using AsynDGAN.Core.Training;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Federation;

/// <summary>Sites and a centre of a few filters on random 16x16 pairs.</summary>
internal sealed class SmallFederation : IDisposable
{
    public const int ConditionChannels = 2, ImageChannels = 1, Size = 16;

    private readonly List<Discriminator> discriminators = [];
    private readonly List<LocalSite> locals = [];

    /// <param name="experiment">Networks, losses and training; see <see cref="Default"/>.</param>
    /// <param name="samples">Training samples of each site.</param>
    /// <param name="dataSeeds">Seeds of the sites' data; their numbers by default.</param>
    /// <param name="wrap">Put around a site on the centre's side.</param>
    /// <param name="perceptual">The perceptual term's network; stays the caller's.</param>
    /// <param name="validation">Validation samples of each site.</param>
    /// <param name="folder">Where the sites keep their records; null: nowhere.</param>
    public SmallFederation(
        Experiment experiment, IReadOnlyList<int> samples, IReadOnlyList<int>? dataSeeds = null, Func<ISite, ISite>? wrap = null,
        PerceptualLoss? perceptual = null, int validation = 2, RunFolder? folder = null, int sitesPerGroup = 8, CoreWorkers? workers = null, IRecorder? recorder = null)
    {
        Experiment = experiment;
        Schedule = new LearningRateSchedule(experiment.Training, samples.Max());
        var settings = Simulation.SettingsOf(experiment, Schedule);
        foreach (var (j, count) in samples.Index())
        {
            var name = $"site{j}";
            var (pairs, looked) = (RandomPairs(name, count, dataSeeds?[j] ?? j), RandomPairs(name, validation, 100 + j));
            using var random = new Generator(SplitMix64.Seed(experiment.Seed, RandomPurpose.DiscriminatorWeights, name));
            discriminators.Add(DiscriminatorFactory.Create(experiment.Discriminator, ConditionChannels + ImageChannels, random));
            Pairs.Add(pairs);
            Validation.Add(looked);
            locals.Add(new LocalSite(
                name, experiment.Seed, pairs, looked, new LocalDiscriminator(name, settings, discriminators[j], perceptual, recorder),
                folder is null ? null : new SiteRecords(name, folder), experiment.Sites.Questions));
        }

        Sites = [.. locals.Select(site => wrap?.Invoke(site) ?? site)];
        Centre = new Centre(experiment, Schedule, Sites, experiment.Training.BatchSize, NewGenerator, sitesPerGroup, workers, recorder);
    }

    /// <summary>Two blocks and three filters, lsgan, L1 10.</summary>
    public static Experiment Default { get; } = new()
    {
        Generator = new GeneratorOptions { Blocks = 2, Filters = 3 },
        Discriminator = new DiscriminatorOptions { Layers = 1, Filters = 3 },
        Loss = new LossOptions { Gan = GanLoss.Lsgan, LambdaL1 = 10 },
        Training = new TrainingOptions { Epochs = 10, DecayEpochs = 10, BatchSize = 2 },
    };

    public Experiment Experiment { get; }

    public LearningRateSchedule Schedule { get; }

    public IReadOnlyList<ISite> Sites { get; }

    public List<FixedPairs> Pairs { get; } = [];

    public List<FixedPairs> Validation { get; } = [];

    public Centre Centre { get; }

    /// <summary>The weights of a site's D_j, copied.</summary>
    public Dictionary<string, float[]> Discriminator(int site) => Values(discriminators[site]);

    /// <summary>A site's D_j, as it is by now.</summary>
    public Discriminator Network(int site) => discriminators[site];

    /// <summary>Every tensor that a site keeps for itself.</summary>
    public IEnumerable<Tensor> Private(int site) => [.. Pairs[site].Storage, .. discriminators[site].parameters()];

    /// <summary>The centre's weights and Adam's moments, as its checkpoint holds them.</summary>
    public Dictionary<string, float[]> CentreState()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Join("centre.safetensors");
        Centre.Save(path);
        using var scope = NewDisposeScope();
        return SafetensorsFile.Read(path).Tensors.ToDictionary(t => t.Key, t => t.Value.to(float32).data<float>().ToArray());
    }

    public void Dispose()
    {
        Centre.Dispose();
        locals.ForEach(site => site.Dispose());
    }

    /// <summary>G with its initial weights.</summary>
    public nn.Module<Tensor, Tensor> NewGenerator()
    {
        using var random = new Generator(SplitMix64.Seed(Experiment.Seed, RandomPurpose.GeneratorWeights));
        return GeneratorFactory.Create(
            Experiment.Generator, ConditionChannels + Experiment.Generator.NoiseChannels, ImageChannels, random);
    }

    private FixedPairs RandomPairs(string site, int count, int seed)
    {
        using var scope = NewDisposeScope();
        using var random = new Generator((ulong)seed);
        return new FixedPairs(
            Experiment.Seed, site,
            rand([count, ConditionChannels, Size, Size], generator: random).round() * 2 - 1,
            rand([count, ImageChannels, Size, Size], generator: random) * 2 - 1);
    }

    private static Dictionary<string, float[]> Values(nn.Module network)
    {
        using var scope = NewDisposeScope();
        return network.state_dict().ToDictionary(t => t.Key, t => t.Value.detach().to(float32).data<float>().ToArray());
    }
}
