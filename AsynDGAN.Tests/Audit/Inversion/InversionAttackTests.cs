using AsynDGAN.Core.Audit.Inversion;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Federation;
using AsynDGAN.Core.Federation.Messages;
using AsynDGAN.Core.Networks;
using AsynDGAN.Tests.Federation;
using AsynDGAN.Tests.Networks;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Audit.Inversion;

/// <summary>The attacks succeed where they must, so that their failing elsewhere says something.</summary>
public class InversionAttackTests
{
    private static readonly Experiment small = SmallFederation.Default;

    [Test]
    public void Beside_L1_eight_answers_give_58_dB_and_thirty_two_every_bit()
    {
        using var scope = NewDisposeScope();
        var (recovered, truth) = Bisected(
            small with { Discriminator = small.Discriminator with { Norm = Norm.None }, Loss = small.Loss with { LambdaL1 = 20 } }, perceptual: null);
        Assert.That(Psnr(recovered[7], truth), Is.GreaterThan(58));
        TensorAssert.AreEqual(recovered[31], truth, "recovered");
    }

    [Test]
    public void An_adversarial_term_that_outweighs_L1_is_drowned()
    {
        using var scope = NewDisposeScope();
        var (recovered, truth) = Bisected(small with { Loss = small.Loss with { LambdaL1 = 0.1 } }, perceptual: null);
        Assert.That(Psnr(recovered[7], truth), Is.GreaterThan(58));
        Assert.That((recovered[31] == truth).to(float32).mean().item<float>(), Is.GreaterThan(0.99), "but for what was drowned in and had an answer less");
    }

    [Test]
    public void A_pixel_in_which_a_discriminator_is_drowned_is_of_the_inner_picture_and_each_is_another()
    {
        foreach (var (size, turns) in new[] { (64, 64), (16, 64), (4, 4), (1, 1) })
        {
            int[][] places = [.. Enumerable.Range(0, turns).Select(turn => DrownedDiscriminator.Places([2, 3, size, size], turn).ToArray())];
            Assert.That(places.Select(of => of[0]), Is.Unique);
            Assert.That(places.SelectMany(of => new[] { of[0] / size, of[0] % size }), Is.All.InRange(size / 4, size / 4 + size / 2));
            Assert.That(places.Select(of => of[1] - of[0]), Is.All.EqualTo(3 * size * size), "the next image's");
        }
    }

    /// <summary>The paper's mixture.</summary>
    [Test]
    public void A_perceptual_term_beside_L1_hides_nothing()
    {
        using var folder = new TemporaryFolder();
        using var scope = NewDisposeScope();
        using var perceptual = PerceptualLoss.Load(VggSample.Write(folder.Join("vgg.safetensors"), VggSample.Weights(1)), CPU);
        var loss = new LossOptions { Gan = GanLoss.Vanilla, LambdaL1 = 100, LambdaPerceptual = 1 };
        var (recovered, truth) = Bisected(small with { Loss = loss }, perceptual);
        Assert.That(Psnr(recovered[31], truth), Is.GreaterThan(30));
    }

    [TestCase(ElementType.Float16, 60)]
    [TestCase(ElementType.Bfloat16, 50)]
    public void Bisection_keeps_what_it_knows_where_questions_and_answers_are_cast_on_their_way(ElementType numbers, double least)
    {
        using var scope = NewDisposeScope();
        var (recovered, truth) = Bisected(small with { Boundary = new BoundaryOptions { ElementType = numbers } }, perceptual: null);
        Assert.That(Psnr(recovered[31], truth), Is.GreaterThan(least).And.GreaterThan(Psnr(recovered[7], truth) - 1));
    }

    [TestCase(ElementType.Float16, 55)]
    [TestCase(ElementType.Bfloat16, 40)]
    public void An_adversarial_term_is_drowned_in_numbers_that_are_cast_on_their_way_too(ElementType numbers, double least)
    {
        using var scope = NewDisposeScope();
        var (recovered, truth) = Bisected(small with { Loss = small.Loss with { LambdaL1 = 0.1 }, Boundary = new BoundaryOptions { ElementType = numbers } }, perceptual: null);
        Assert.That(Psnr(recovered[31], truth), Is.GreaterThan(least));
    }

    [Test]
    public void Bisection_keeps_what_the_first_answer_told_where_it_comes_again()
    {
        using var scope = NewDisposeScope();
        var once = small with { Sites = small.Sites with { Questions = SiteQuestions.Once }, Loss = small.Loss with { Reconstruction = Reconstruction.L1 } };
        using var federation = new SmallFederation(once, [4]);
        using var questions = new Questions(federation.Sites[0], 0, 2, once, x => zeros([2, 1, 16, 16]));
        List<Tensor> recovered = [.. new SignBisection().Recover(questions, 12)];
        Assert.That(Psnr(recovered[0], federation.Pairs[0].Storage[1].narrow(0, 0, 2)), Is.GreaterThan(8));
        TensorAssert.AreEqual(recovered[11], recovered[0], "recovered");
    }

    [Test]
    public void Following_the_gradient_finds_the_image_that_a_discriminator_has_learned_by_heart()
    {
        using var scope = NewDisposeScope();
        var experiment = small with
        {
            Discriminator = new DiscriminatorOptions { Network = DiscriminatorNetwork.Pixel, Filters = 16, Norm = Norm.None },
            Loss = new LossOptions { Gan = GanLoss.Lsgan, Reconstruction = Reconstruction.None },
            Training = small.Training with { BatchSize = 1, LearningRate = 0.01 },
        };
        using var random = new Generator(3);
        var condition = (rand([1, 2, 16, 16], generator: random) > 0.5).to(float32) * 2 - 1;
        var image = condition.narrow(1, 0, 1) * 0.5 + condition.narrow(1, 1, 1) * 0.2 + 0.1;
        using var network = DiscriminatorFactory.Create(experiment.Discriminator, 3, random);
        using var site = new LocalSite(
            "site", experiment.Seed, new FixedPairs(experiment.Seed, "site", condition, image), new FixedPairs(experiment.Seed, "site", condition, image),
            new LocalDiscriminator("site", new SiteSettings(experiment.Seed, experiment.Discriminator, experiment.Loss, experiment.Training, _ => 0.01), network));
        for (var i = 0; i < 300; i++)
        {
            using var inner = NewDisposeScope();
            site.Answer(0, new Synthetic(0, rand(image.shape, generator: random) * 2 - 1, wantsCritique: false));
        }

        using var questions = new Questions(site, 0, 1, experiment, x => zeros([1, 1, 16, 16]));
        var recovered = new GradientFollowing(holdsDiscriminator: true).Recover(questions, 32).Last();
        Assert.That(Psnr(recovered, image), Is.GreaterThan(Psnr(questions.Drawn, image) + 4));
    }

    [Test]
    public void A_centre_that_trains_as_it_should_moves_its_drawing_towards_the_image_by_L1()
    {
        using var scope = NewDisposeScope();
        using var federation = new SmallFederation(small, [4]);
        using var questions = new Questions(federation.Sites[0], 0, 2, small, x => zeros([2, 1, 16, 16]));
        var truth = federation.Pairs[0].Storage[1].narrow(0, 0, 2);
        var recovered = new HonestCentre().Recover(questions, 1).Last();
        Assert.That(Psnr(recovered, truth), Is.GreaterThan(Psnr(questions.Drawn, truth) + 3));
    }

    private static (IReadOnlyList<Tensor> Recovered, Tensor Truth) Bisected(Experiment experiment, PerceptualLoss? perceptual)
    {
        using var federation = new SmallFederation(experiment, [4], perceptual: perceptual);
        using var questions = new Questions(WireSite.Across(federation.Sites[0], experiment.Boundary), 0, 2, experiment, x => zeros([2, 1, 16, 16]));
        return ([.. new SignBisection().Recover(questions, 32)], federation.Pairs[0].Storage[1].narrow(0, 0, 2).clone());
    }

    private static double Psnr(Tensor image, Tensor truth) => 10 * Math.Log10(4 / (image - truth).square().mean().item<float>());
}
