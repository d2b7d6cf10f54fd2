using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data.Batches;
using AsynDGAN.Core.Networks;
using AsynDGAN.Core.Platform;
using AsynDGAN.Core.Platform.Recording;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Federation;

/// <summary>A site's discriminator D_j with its optimizer and its losses. It never leaves the site.</summary>
public sealed class LocalDiscriminator : IDisposable
{
    private readonly string site;
    private readonly SiteSettings settings;
    private readonly Discriminator network;
    private readonly FusedAdam optimizer;
    private readonly PerceptualLoss? perceptual;
    private readonly bool judgesEachAlone, joinsBatches;
    private readonly RecordedWork answer;

    // The exchange that is answered, of which random draws are made; where there are such nothing is recorded.
    private long answering;

    /// <param name="site">The site's name, from which random states derive.</param>
    /// <param name="settings">Losses, optimizer and learning rate.</param>
    /// <param name="network">D_j, on the run's device; owned from here on.</param>
    /// <param name="perceptual">The perceptual term's network, which is public and so shared by all sites; null: no such term. The caller's.</param>
    /// <param name="recorder">Records what an answer takes; null: nothing is recorded.</param>
    public LocalDiscriminator(
        string site, SiteSettings settings, Discriminator network, PerceptualLoss? perceptual = null, IRecorder? recorder = null)
    {
        (this.site, this.settings, this.network, this.perceptual) = (site, settings, network, perceptual);
        optimizer = new FusedAdam(network, settings.Training.Beta1, settings.Training.Beta2);
        judgesEachAlone = DiscriminatorFactory.JudgesEachAlone(settings.Discriminator);
        joinsBatches = JoinsBatches(settings.Discriminator, settings.Loss);
        answer = new RecordedWork(inputs => Answer(new PairBatch(inputs[0], inputs[1]), inputs[2]), recorder);
        network.train();
    }

    /// <summary>Losses, optimizer and learning rate.</summary>
    internal SiteSettings Settings => settings;

    /// <summary>Whether all batches of a step may pass D_j together: every term is a mean over images, of which none depends on the others.</summary>
    internal static bool JoinsBatches(DiscriminatorOptions discriminator, LossOptions loss) =>
        DiscriminatorFactory.JudgesEachAlone(discriminator) && loss.WeighedReconstruction() != Reconstruction.FeatureMatching;

    /// <summary>Both halves, one after the other.</summary>
    /// <inheritdoc cref="Update"/>
    /// <returns>The gradient of <see cref="GeneratorGradient"/>, and the losses of both, by <see cref="LossTerms.All"/>.</returns>
    internal (Tensor Gradient, Tensor Losses) Answer(long exchange, PairBatch pair, Tensor fakes)
    {
        Begin(exchange);

        // A replay does both halves at once.
        using var phase = answer.IsRecorded ? StepPhase.Begin(StepPhase.DiscriminatorUpdate) : null;
        var made = answer.Run(pair.Condition, pair.Image, fakes);
        return (made[0], made[1]);
    }

    private Tensor[] Answer(PairBatch pair, Tensor fakes)
    {
        var ofDiscriminator = Descend(pair, fakes);
        var (gradient, ofGenerator) = GeneratorGradient(pair, fakes);
        return [gradient, cat([ofDiscriminator, ofGenerator])];
    }

    /// <summary>What the host decides for an exchange, and what is recorded does not.</summary>
    private void Begin(long exchange)
    {
        answering = exchange;
        optimizer.SetLearningRate(settings.LearningRate(exchange / settings.Training.DiscriminatorSteps));
    }

    /// <summary>D_j's half: one Adam step on the mean over the batches of discriminator_scale * (fake + real).</summary>
    /// <param name="exchange">The exchange's number.</param>
    /// <param name="pair">The site's conditions and images.</param>
    /// <param name="fakes">G's drawings for these conditions, shaped like the images.</param>
    /// <returns>[<see cref="LossTerms.OfDiscriminator"/>]: each the mean over the batches.</returns>
    internal Tensor Update(long exchange, PairBatch pair, Tensor fakes)
    {
        Begin(exchange);
        return Descend(pair, fakes);
    }

    private Tensor Descend(PairBatch pair, Tensor fakes)
    {
        using var phase = StepPhase.Begin(StepPhase.DiscriminatorUpdate);
        optimizer.ZeroGrad();
        var gan = settings.Loss.Gan;
        var batches = Batches(fakes.shape[0]);
        var means = zeros(LossTerms.OfDiscriminator.Count, device: fakes.device);
        foreach (var (start, length) in batches)
        {
            var condition = pair.Condition.narrow(0, start, length);
            var real = Input(start, condition, pair.Image.narrow(0, start, length));
            var fake = Input(start, condition, fakes.narrow(0, start, length));

            var (ofFake, ofReal) = Judge(fake, real);
            var (fakeTerm, realTerm) = (gan.FakeTerm(ofFake), gan.RealTerm(ofReal));
            var penalty = gan.HasPenalty()
                ? GradientPenalty.Of(network, real, fake, Mixing(start, length, real.device))
                : zeros_like(realTerm);
            (settings.Loss.DiscriminatorScale / batches.Count * (fakeTerm + realTerm + penalty)).backward();
            means += stack([realTerm, fakeTerm, penalty]).detach() / batches.Count;
        }

        optimizer.Apply();
        optimizer.ZeroGrad();
        return means;
    }

    /// <summary>G's half: the gradient of the sum of <see cref="LossTerms.OfGenerator"/> at the fakes, D_j's weights fixed.</summary>
    /// <inheritdoc cref="Update"/>
    /// <returns>The gradient, shaped like the fakes, and [terms]: each the mean over the batches.</returns>
    private (Tensor Gradient, Tensor Losses) GeneratorGradient(PairBatch pair, Tensor fakes)
    {
        using var phase = StepPhase.Begin(StepPhase.Critique);
        var batches = Batches(fakes.shape[0]);
        var gradients = new List<Tensor>();
        var means = zeros(LossTerms.OfGenerator.Count, device: fakes.device);
        foreach (var (start, length) in batches)
        {
            var fake = fakes.narrow(0, start, length).detach().requires_grad_();
            var image = pair.Image.narrow(0, start, length);
            var judged = Judged(start, pair.Condition.narrow(0, start, length), fake, image);
            Tensor[] terms = [.. LossTerms.OfGenerator.Select(term => term.Of(judged) ?? zeros([], device: fake.device))];
            gradients.Add(autograd.grad([terms.Aggregate((sum, term) => sum + term) / batches.Count], [fake])[0]);
            means += stack(terms).detach() / batches.Count;
        }

        return (cat(gradients), means);
    }

    private JudgedFakes Judged(long start, Tensor condition, Tensor fake, Tensor image)
    {
        var input = Input(start, condition, fake);
        if (settings.Loss.WeighedReconstruction() != Reconstruction.FeatureMatching)
        {
            return new JudgedFakes(settings.Loss, perceptual, network.call(input), fake, image);
        }

        var (logits, ofFake) = network.WithMaps(input);
        using var noGradient = no_grad();
        return new JudgedFakes(settings.Loss, perceptual, logits, fake, image)
        {
            Features = new FeatureMaps(ofFake, network.WithMaps(Input(start, condition, image)).Maps),
        };
    }

    /// <summary>The first tensor of D_j or its optimizer with a value that is infinite or no number; null where all are finite.</summary>
    internal string? FirstNotFinite() => NetworkState.FirstNotFinite(network, optimizer, average: null);

    /// <summary>Writes D_j and its optimizer.</summary>
    /// <returns>The file's checksum.</returns>
    internal string Save(string path)
    {
        using var scope = NewDisposeScope();
        return NetworkState.Save(path, network, optimizer, average: null);
    }

    /// <summary>Goes on from what <see cref="Save"/> wrote.</summary>
    /// <returns>The file's checksum; null where it carries none.</returns>
    /// <exception cref="UserException">The file is damaged or of another network.</exception>
    internal string? Load(string path)
    {
        using var scope = NewDisposeScope();
        return NetworkState.Load(path, network, optimizer, average: null);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        answer.Dispose();
        optimizer.Dispose();
        network.Dispose();
    }

    /// <summary>What D_j sees: condition and image joined along the channels, augmented where the configuration says so.</summary>
    private Tensor Input(long start, Tensor condition, Tensor image) => settings.Discriminator.Augment switch
    {
        DiscriminatorAugment.Diff => Augmentation(start, image).Join(condition, image),
        DiscriminatorAugment.None => cat([condition, image], 1),
        _ => throw new ArgumentOutOfRangeException(nameof(image), settings.Discriminator.Augment, "no such augmentation"),
    };

    /// <summary>The logits of fake and real: in one pass where that changes nothing, else the fake first, since with batch norm the order is a part of the method.</summary>
    private (Tensor Fake, Tensor Real) Judge(Tensor fake, Tensor real)
    {
        if (!judgesEachAlone)
        {
            return (network.call(fake), network.call(real));
        }

        var logits = network.call(cat([fake, real])).chunk(2);
        return (logits[0], logits[1]);
    }

    /// <summary>One draw an exchange and batch, so that real and fake are changed alike, and a pooled site's batches as differently as sites are.</summary>
    private DifferentiableAugmentation Augmentation(long start, Tensor image)
    {
        using var random = new Generator(Seed(RandomPurpose.DiscriminatorAugmentation) + (ulong)start);
        return new DifferentiableAugmentation(image.shape[0], image.shape[2], image.shape[3], random);
    }

    /// <summary>
    /// A step's images pass the networks in batches of batch_size, also where a pooled site holds N sites' share; all together
    /// where that changes no term.
    /// </summary>
    private List<(long Start, long Length)> Batches(long count)
    {
        var size = joinsBatches ? count : settings.Training.BatchSize;
        return [.. Enumerable.Range(0, (int)((count + size - 1) / size)).Select(b => ((long)b * size, Math.Min(size, count - b * size)))];
    }

    /// <summary>The shares alpha of real and fake at which wgan-gp's penalty looks, one a sample.</summary>
    private Tensor Mixing(long start, long length, Device device)
    {
        var random = new SplitMix64(Seed(RandomPurpose.GradientPenalty) + (ulong)start);
        return tensor([.. Enumerable.Range(0, (int)length).Select(_ => (float)random.NextDouble())], device: device);
    }

    private ulong Seed(RandomPurpose purpose) => SplitMix64.Seed(settings.Seed, purpose, site, answering);
}
