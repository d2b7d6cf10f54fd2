using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data.Batches;
using AsynDGAN.Core.Networks;
using AsynDGAN.Core.Platform;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Federation;

/// <summary>
/// A hospital simulated in this process: its pairs, its discriminator D_j, its optimizer. Everything private stays in
/// here; what it lets out passes through <see cref="ISite"/>.
/// </summary>
public sealed class LocalSite : ISite, IDisposable
{
    private readonly SiteSettings settings;
    private readonly IPairs training;
    private readonly IPairs validation;
    private readonly nn.Module<Tensor, Tensor> discriminator;
    private readonly Adam optimizer;
    private readonly SiteRecords? records;
    private readonly PerceptualLoss? perceptual;
    private readonly int[] trainingOrder;
    private readonly int[] validationOrder;

    /// <param name="name">The site's name.</param>
    /// <param name="settings">Losses, optimizer and learning rate.</param>
    /// <param name="training">The pairs that D_j learns from.</param>
    /// <param name="validation">The pairs that are looked at only.</param>
    /// <param name="discriminator">D_j, on the run's device; owned from here on.</param>
    /// <param name="records">Where the site keeps its sheets and its record of copying; null: nowhere.</param>
    /// <param name="perceptual">The perceptual term's network, which is public and so shared by all sites; null: no such term. The caller's.</param>
    public LocalSite(
        string name, SiteSettings settings, IPairs training, IPairs validation, nn.Module<Tensor, Tensor> discriminator, SiteRecords? records,
        PerceptualLoss? perceptual = null)
    {
        (this.settings, this.training, this.validation) = (settings, training, validation);
        (this.discriminator, this.records, this.perceptual) = (discriminator, records, perceptual);
        Profile = new SiteProfile(name, training.Count, training.ConditionShape, training.ImageShape);
        trainingOrder = InOrder(training);
        validationOrder = Look(InOrder(validation));
        optimizer = optim.Adam(
            discriminator.parameters(), settings.Training.LearningRate, settings.Training.Beta1, settings.Training.Beta2);
        discriminator.train();
    }

    /// <inheritdoc />
    public SiteProfile Profile { get; }

    /// <inheritdoc />
    public Conditions Draw(long exchange, int count)
    {
        using var scope = NewDisposeScope();
        var positions = Positions(exchange, count);
        var conditions = new Conditions(exchange, PairOf(exchange, count).Condition, [.. positions.Select(p => training.Ids[p])]);
        conditions.X.MoveToOuterDisposeScope();
        return conditions;
    }

    /// <inheritdoc />
    public Critique? Answer(long exchange, Synthetic fakes)
    {
        using var scope = NewDisposeScope();
        var count = (int)fakes.Images.shape[0];

        // A pair is a function of the exchange's number, so nothing has to be kept between Draw and Answer.
        var pair = PairOf(exchange, count);
        var discriminatorLosses = UpdateDiscriminator(exchange, pair, fakes.Images);
        if (!fakes.WantsCritique)
        {
            return null;
        }

        var (gradient, generatorLosses) = GeneratorGradient(exchange, pair, fakes.Images);
        var critique = new Critique(exchange, gradient, cat([discriminatorLosses, generatorLosses]));
        critique.Gradient.MoveToOuterDisposeScope();
        critique.Losses.MoveToOuterDisposeScope();
        return critique;
    }

    /// <inheritdoc />
    public Conditions Enumerate(DataPart part, int from, int count)
    {
        using var scope = NewDisposeScope();
        var pairs = PairsOf(part);
        int[] positions = [.. (part == DataPart.Validation ? validationOrder : trainingOrder).Skip(from).Take(count)];
        var conditions = new Conditions(from, pairs.Take(positions, null).Condition, [.. positions.Select(p => pairs.Ids[p])]);
        conditions.X.MoveToOuterDisposeScope();
        return conditions;
    }

    /// <inheritdoc />
    public void Preview(int epoch, DataPart part, Synthetic fakes)
    {
        using var scope = NewDisposeScope();
        var order = part == DataPart.Validation ? validationOrder : Look(trainingOrder);
        records?.Keep(epoch, part, PairsOf(part).Take(order[..(int)fakes.Images.shape[0]], null), fakes.Images);
    }

    /// <summary>The first tensor of D_j or its optimizer with a value that is infinite or no number; null where all are finite.</summary>
    public string? FirstNotFinite() => TrainingState.FirstNotFinite(discriminator, optimizer, average: null);

    /// <summary>Everything that the site needs to go on: D_j and its optimizer. Written by the simulation, never by the centre.</summary>
    /// <returns>The file's checksum.</returns>
    public string Save(string path)
    {
        using var scope = NewDisposeScope();
        return TrainingState.Save(path, discriminator, optimizer, average: null);
    }

    /// <summary>Goes on from what <see cref="Save"/> wrote.</summary>
    /// <returns>The file's checksum; null where it carries none.</returns>
    /// <exception cref="UserException">The file is damaged or of another network.</exception>
    public string? Load(string path)
    {
        using var scope = NewDisposeScope();
        return TrainingState.Load(path, discriminator, optimizer, average: null);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        optimizer.Dispose();
        discriminator.Dispose();
    }

    /// <summary>D_j's half: one Adam step on the mean over the batches of discriminator_scale * (fake + real).</summary>
    /// <returns>[<see cref="LossTerms.OfDiscriminator"/>]: each the mean over the batches.</returns>
    private Tensor UpdateDiscriminator(long exchange, PairBatch pair, Tensor fakes)
    {
        optimizer.zero_grad();
        var gan = settings.Loss.Gan;
        var batches = Batches(fakes.shape[0]);
        var means = zeros(LossTerms.OfDiscriminator.Count, device: fakes.device);
        foreach (var (start, length) in batches)
        {
            var condition = pair.Condition.narrow(0, start, length);
            var real = Input(exchange, start, condition, pair.Image.narrow(0, start, length));
            var fake = Input(exchange, start, condition, fakes.narrow(0, start, length));

            // Fake and real pass separately, the fake first: with batch norm the order is a part of the method.
            var fakeTerm = gan.FakeTerm(discriminator.call(fake));
            var realTerm = gan.RealTerm(discriminator.call(real));
            var penalty = gan.HasPenalty()
                ? GradientPenalty.Of(discriminator, real, fake, Mixing(exchange, start, length, real.device))
                : zeros_like(realTerm);
            (settings.Loss.DiscriminatorScale / batches.Count * (fakeTerm + realTerm + penalty)).backward();
            means += stack([realTerm, fakeTerm, penalty]).detach() / batches.Count;
        }

        var rate = settings.LearningRate(exchange / settings.Training.DiscriminatorSteps);
        foreach (var group in optimizer.ParamGroups)
        {
            group.LearningRate = rate;
        }

        optimizer.step();
        optimizer.zero_grad();
        return means;
    }

    /// <summary>G's half: the gradient of the sum of <see cref="LossTerms.OfGenerator"/> at the fakes, D_j's weights fixed.</summary>
    /// <returns>The gradient, shaped like the fakes, and [terms]: each the mean over the batches.</returns>
    private (Tensor Gradient, Tensor Losses) GeneratorGradient(long exchange, PairBatch pair, Tensor fakes)
    {
        var batches = Batches(fakes.shape[0]);
        var gradients = new List<Tensor>();
        var means = zeros(LossTerms.OfGenerator.Count, device: fakes.device);
        foreach (var (start, length) in batches)
        {
            var fake = fakes.narrow(0, start, length).detach().requires_grad_();
            var image = pair.Image.narrow(0, start, length);
            var logits = discriminator.call(Input(exchange, start, pair.Condition.narrow(0, start, length), fake));
            var judged = new JudgedFakes(settings.Loss, perceptual, logits, fake, image);
            Tensor[] terms = [.. LossTerms.OfGenerator.Select(term => term.Of(judged) ?? zeros([], device: fake.device))];
            gradients.Add(autograd.grad([terms.Aggregate((sum, term) => sum + term) / batches.Count], [fake])[0]);
            means += stack(terms).detach() / batches.Count;
        }

        return (cat(gradients), means);
    }

    /// <summary>What D_j sees: condition and image joined along the channels, augmented where the configuration says so.</summary>
    private Tensor Input(long exchange, long start, Tensor condition, Tensor image) => settings.Discriminator.Augment switch
    {
        DiscriminatorAugment.Diff => Augmentation(exchange, start, image).Join(condition, image),
        DiscriminatorAugment.None => cat([condition, image], 1),
        _ => throw new ArgumentOutOfRangeException(nameof(image), settings.Discriminator.Augment, "no such augmentation"),
    };

    /// <summary>One draw an exchange and batch, so that real and fake are changed alike, and a pooled site's batches as differently as sites are.</summary>
    private DifferentiableAugmentation Augmentation(long exchange, long start, Tensor image)
    {
        using var random = new Generator(Seed(RandomPurpose.DiscriminatorAugmentation, exchange) + (ulong)start);
        return new DifferentiableAugmentation(image.shape[0], image.shape[2], image.shape[3], random);
    }

    private PairBatch PairOf(long exchange, int count) => training.Take(
        Positions(exchange, count), SplitMix64.For(settings.Seed, RandomPurpose.Augmentation, Profile.Name, exchange));

    private int[] Positions(long exchange, int count) =>
        BatchOrder.Indices(settings.Seed, Profile.Name, training.Count, count, exchange);

    /// <summary>Positions by number, so that the order in which they cross tells no more than the numbers do.</summary>
    private static int[] InOrder(IPairs pairs) => [.. Enumerable.Range(0, pairs.Count).OrderBy(position => pairs.Ids[position].Sample)];

    /// <summary>The same positions in the order of previews.</summary>
    private int[] Look(int[] positions) => [.. PreviewOrder.Of(settings.Seed, Profile, positions.Length).Select(i => positions[i])];

    private IPairs PairsOf(DataPart part) => part switch
    {
        DataPart.Training => training,
        DataPart.Validation => validation,
        _ => throw new ArgumentOutOfRangeException(nameof(part), part, "test samples take part in nothing before the evaluation"),
    };

    /// <summary>A step's images pass the networks in batches of batch_size, also where a pooled site holds N sites' share.</summary>
    private List<(long Start, long Length)> Batches(long count)
    {
        var size = settings.Training.BatchSize;
        return [.. Enumerable.Range(0, (int)((count + size - 1) / size)).Select(b => ((long)b * size, Math.Min(size, count - b * size)))];
    }

    /// <summary>The shares alpha of real and fake at which wgan-gp's penalty looks, one a sample.</summary>
    private Tensor Mixing(long exchange, long start, long length, Device device)
    {
        var random = new SplitMix64(Seed(RandomPurpose.GradientPenalty, exchange) + (ulong)start);
        return tensor([.. Enumerable.Range(0, (int)length).Select(_ => (float)random.NextDouble())], device: device);
    }

    private ulong Seed(RandomPurpose purpose, long exchange) => SplitMix64.Seed(settings.Seed, purpose, Profile.Name, exchange);
}
