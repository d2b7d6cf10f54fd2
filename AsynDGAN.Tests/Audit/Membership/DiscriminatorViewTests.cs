using AsynDGAN.Core.Audit.Membership;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data;
using AsynDGAN.Core.Data.Batches;
using AsynDGAN.Core.Data.Sites;
using AsynDGAN.Core.Networks;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Audit.Membership;

/// <summary>The opinion of a discriminator that knows its images is read off it, and one that knows nothing tells nothing.</summary>
public class DiscriminatorViewTests
{
    private const int Steps = 400;

    private static readonly Experiment experiment = new()
    {
        Data = HeldOutPhantoms.Of(1),
        Discriminator = new DiscriminatorOptions { Layers = 2, Filters = 16 },
    };

    private readonly Dataset data = Dataset.Load(experiment, CPU);

    private SiteData<SampleSet> Site => data.Sites[0];

    private IReadOnlyList<AskedImage> Members => [.. AskedImage.AllOf(Site, Site.Training)];

    private IReadOnlyList<AskedImage> Others => [.. AskedImage.AllOf(Site, Site.Test)];

    [OneTimeTearDown]
    public void Dispose() => data.Dispose();

    [Test]
    public void A_discriminator_that_has_learned_its_images_by_heart_gives_them_away_and_one_that_has_learned_nothing_does_not()
    {
        var (memorised, fresh) = (Figures(Steps), Figures(0));
        Assert.Multiple(() =>
        {
            Assert.That(memorised.Auc, Is.GreaterThan(0.75));
            Assert.That(memorised.P, Is.LessThan(0.01));
            Assert.That(fresh.AucInterval.Lower, Is.LessThan(0.5));
            Assert.That(fresh.AucInterval.Upper, Is.GreaterThan(0.5));
        });
    }

    /// <summary>A discriminator that learned to tell the training images from all others by heart.</summary>
    private MembershipFigures Figures(int steps)
    {
        IReadOnlyList<AskedImage> asked = [.. Members, .. Others];
        return Figures(asked, DiscriminatorView.Of(_ => Trained(steps), asked));
    }

    private Discriminator Trained(int steps)
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(3);
        var network = DiscriminatorFactory.Create(experiment.Discriminator, (int)(Site.Training.ConditionShape[0] + Site.Training.ImageShape[0]), random);
        using var optimizer = optim.Adam(network.parameters(), 0.002);
        var (real, fake, loss) = (Pairs(Members), Pairs(Others), 1f);
        for (var step = 0; step < steps && loss > 0.15f; step++)
        {
            using var ofStep = NewDisposeScope();
            optimizer.zero_grad();
            var sum = (network.call(real) - 1).square().mean() + network.call(fake).square().mean();
            sum.backward();
            optimizer.step();
            loss = sum.item<float>();
        }

        return network;
    }

    private static MembershipFigures Figures(IReadOnlyList<AskedImage> asked, double[] scores)
    {
        var members = asked.Zip(scores).ToLookup(image => image.First.Samples == image.First.Site.Training);
        return MembershipFigures.Of(Scored(members[true]), Scored(members[false]))!;

        static ScoredImages Scored(IEnumerable<(AskedImage Image, double Score)> images) => new([.. images.Select(image => image.Score)], [.. images.Select(image => image.Image.Patient)]);
    }

    private static Tensor Pairs(IReadOnlyList<AskedImage> images)
    {
        var pair = images[0].Samples.Take(AskedImage.Positions(images), random: null);
        return cat([pair.Condition, pair.Image], 1);
    }
}
