using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data.Points;
using AsynDGAN.Core.Federation;
using AsynDGAN.Core.Federation.Messages;
using AsynDGAN.Core.Mixture;
using AsynDGAN.Core.Networks;
using AsynDGAN.Core.Platform;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Federation;

/// <summary>
/// The theory at a fixed G: a site's discriminator tends to p / (p + q), and its value E log D + E log(1 - D) to
/// 2 JSD(p || q) - log 4 (Goodfellow et al. 2014, Proposition 1 and Theorem 1; the paper's Eq. 5).
/// </summary>
public class OptimalDiscriminatorTests
{
    private const int Batch = 512, Steps = 500;

    private static readonly NormalComponent Real = new("real", 1, [1], 1), Drawn = new("drawn", 1, [-0.5], 1.5);

    [Test]
    public void A_site_s_discriminator_tends_to_the_closed_form_and_its_value_to_the_divergence()
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(SplitMix64.Seed(1, RandomPurpose.DiscriminatorWeights));
        var options = new DiscriminatorOptions { Network = DiscriminatorNetwork.Mlp, Filters = 32, Layers = 2, Init = Initialisation.Kaiming };
        var discriminator = DiscriminatorFactory.Create(options, 1, random);
        var training = new TrainingOptions { BatchSize = Batch, LearningRate = 0.005, Beta1 = 0.9, Steps = Steps };
        var schedule = new Core.Training.LearningRateSchedule(training, 1);
        var settings = new SiteSettings(
            1, options, new LossOptions { Gan = GanLoss.Minimax, Reconstruction = Reconstruction.None }, training, schedule.LearningRate);
        using var points = new PointSet(zeros(20_000, 0, 1, 1), Points(Real, 1, 20_000));
        using var site = new LocalSite("site", settings.Seed, points, points, new LocalDiscriminator("site", settings, discriminator));
        for (var exchange = 0; exchange < Steps; exchange++)
        {
            using var step = NewDisposeScope();
            site.Answer(exchange, new Synthetic(exchange, Points(Drawn, 2 + exchange, Batch), wantsCritique: false));
        }

        double[] grid = [.. Enumerable.Range(0, 61).Select(i => -3 + 0.1 * i)];
        using var noGraph = no_grad();
        double[] learned = [.. discriminator.call(tensor(grid).to(float32).reshape(61, 1, 1, 1)).sigmoid().data<float>().ToArray().Select(d => (double)d)];
        var (p, q) = (new GaussianMixture([Real]), new GaussianMixture([Drawn]));
        double[] closed = [.. p.Density(grid).Zip(q.Density(grid), (a, b) => a / (a + b))];

        // Where either density is above 0.05: further out there are too few points to learn from.
        Assert.That(learned, Is.EqualTo(closed).Within(0.05));
        Assert.That(Value(discriminator, p, q), Is.EqualTo(2 * Divergence(p, q) - Math.Log(4)).Within(0.01));
    }

    private static Tensor Points(NormalComponent component, int seed, int count)
    {
        var random = new SplitMix64((ulong)seed);
        return tensor([.. Enumerable.Range(0, count).Select(_ => (float)GaussianMixture.Draw(component, random)[0])]).reshape(count, 1, 1, 1);
    }

    /// <summary>E_p log D + E_q log(1 - D), summed over a fine grid.</summary>
    private static double Value(nn.Module<Tensor, Tensor> discriminator, GaussianMixture p, GaussianMixture q)
    {
        using var scope = NewDisposeScope();
        var edges = Edges();
        double[] middles = [.. edges.Zip(edges.Skip(1), (a, b) => (a + b) / 2)];
        var logits = discriminator.call(tensor(middles).to(float32).reshape(middles.Length, 1, 1, 1)).flatten().to(float64);
        var expectation = tensor(p.Shares(edges)) * nn.functional.logsigmoid(logits) + tensor(q.Shares(edges)) * nn.functional.logsigmoid(-logits);
        return expectation.sum().item<double>();
    }

    private static double Divergence(GaussianMixture p, GaussianMixture q) => JensenShannon.Divergence(p.Shares(Edges()), q.Shares(Edges()));

    private static double[] Edges() => [.. Enumerable.Range(0, 2001).Select(i => -10 + 0.01 * i)];
}
