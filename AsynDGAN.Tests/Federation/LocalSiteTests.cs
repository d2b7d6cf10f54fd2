using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data.Batches;
using AsynDGAN.Core.Federation;
using AsynDGAN.Core.Federation.Messages;
using AsynDGAN.Core.Networks;
using AsynDGAN.Core.Runs;
using AsynDGAN.Tests.Networks;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Federation;

public class LocalSiteTests
{
    [Test]
    public void The_same_exchange_gives_the_same_conditions_and_the_next_one_others()
    {
        using var scope = NewDisposeScope();
        using var federation = new SmallFederation(SmallFederation.Default, [6]);
        var site = federation.Sites[0];
        var (first, again, next) = (site.Draw(3, 2), site.Draw(3, 2), site.Draw(4, 2));
        Assert.Multiple(() =>
        {
            Assert.That(again.X.equal(first.X).all().item<bool>(), Is.True);
            Assert.That(again.Ids, Is.EqualTo(first.Ids));
            Assert.That(next.Ids.Intersect(first.Ids), Is.Empty);
            Assert.That(next.Exchange, Is.EqualTo(4));
        });
    }

    [Test]
    public void An_exchange_that_is_open_has_its_pair_once_and_a_repeated_answer_makes_it_again()
    {
        using var scope = NewDisposeScope();
        using var federation = new SmallFederation(SmallFederation.Default, [6]);
        var (site, pairs) = (federation.Sites[0], federation.Pairs[0]);
        var conditions = site.Draw(3, 2);
        var fakes = new Synthetic(3, zeros(2, 1, SmallFederation.Size, SmallFederation.Size), wantsCritique: true);
        Assert.That(pairs.Taken, Is.EqualTo(1));
        site.Answer(3, fakes);
        Assert.That(pairs.Taken, Is.EqualTo(1));
        site.Answer(3, fakes);
        Assert.That(pairs.Taken, Is.EqualTo(2));
    }

    [TestCase(Norm.Batch, false)]
    [TestCase(Norm.None, true)]
    public void A_term_of_weight_0_trains_as_none_does(Norm norm, bool spectral)
    {
        Assert.That(Trained(new LossOptions { Reconstruction = Reconstruction.FeatureMatching, LambdaFeatures = 0 }), Is.EqualTo(Trained(new LossOptions { Reconstruction = Reconstruction.None })));

        float[][] Trained(LossOptions loss)
        {
            var experiment = SmallFederation.Default;
            using var federation = new SmallFederation(
                experiment with { Loss = loss, Discriminator = experiment.Discriminator with { Norm = norm, SpectralNorm = spectral } }, [4]);
            for (var step = 0; step < 2; step++)
            {
                using var scope = NewDisposeScope();
                federation.Centre.Step(step);
            }

            return [.. federation.Discriminator(0).OrderBy(own => own.Key, StringComparer.Ordinal).Select(own => own.Value)];
        }
    }

    [Test]
    public void Losses_that_stay_at_the_site_are_recorded_of_the_last_step_too()
    {
        using var folder = new TemporaryFolder();
        var run = RunFolder.At(folder.Path);
        var experiment = SmallFederation.Default with
        {
            Boundary = new BoundaryOptions { Losses = BoundaryLosses.Fakes },
            Training = SmallFederation.Default.Training with { Steps = 3, LogEvery = 2 },
        };
        using var federation = new SmallFederation(experiment, [4], folder: run);
        foreach (var step in Enumerable.Range(0, 3))
        {
            using var scope = NewDisposeScope();
            federation.Centre.Step(step);
        }

        Assert.That(File.ReadLines(Path.Combine(run.SiteRecords, "site0-losses.csv")).Skip(1).Select(line => line.Split(',')[0]), Is.EqualTo(new[] { "2", "3" }));
    }

    [Test]
    public void An_answer_to_another_exchange_than_the_open_one_sees_its_own_pair()
    {
        using var scope = NewDisposeScope();
        using var mixed = new SmallFederation(SmallFederation.Default, [6]);
        using var plain = new SmallFederation(SmallFederation.Default, [6]);
        var fakes = new Synthetic(1, zeros(2, 1, SmallFederation.Size, SmallFederation.Size), wantsCritique: true);
        mixed.Sites[0].Draw(2, 2);
        var late = mixed.Sites[0].Answer(1, fakes)!;
        plain.Sites[0].Draw(1, 2);
        var inTime = plain.Sites[0].Answer(1, fakes)!;
        Assert.That(late.Gradient.equal(inTime.Gradient).all().item<bool>() && late.Losses.equal(inTime.Losses).all().item<bool>());
    }

    [Test]
    public void A_part_is_enumerated_in_order_and_ends()
    {
        using var scope = NewDisposeScope();
        using var federation = new SmallFederation(SmallFederation.Default, [6]);
        var site = federation.Sites[0];
        var all = site.Enumerate(DataPart.Training, 0, 100);
        var rest = site.Enumerate(DataPart.Training, 4, 100);
        Assert.Multiple(() =>
        {
            Assert.That(all.Ids.Select(id => id.Sample), Is.EqualTo(Enumerable.Range(0, 6)));
            Assert.That(rest.Ids, Is.EqualTo(all.Ids.Skip(4)));
            Assert.That(rest.X.equal(all.X[4..]).all().item<bool>(), Is.True);
            Assert.That(site.Enumerate(DataPart.Validation, 0, 100).Ids, Has.Count.EqualTo(2));
            Assert.That(() => site.Enumerate(DataPart.Test, 0, 1), Throws.TypeOf<ArgumentOutOfRangeException>());
        });
    }

    [Test]
    public void Validation_samples_are_enumerated_once_each_in_the_order_of_previews()
    {
        using var scope = NewDisposeScope();
        using var federation = new SmallFederation(SmallFederation.Default, [6], validation: 20);
        var site = federation.Sites[0];
        int[] samples = [.. site.Enumerate(DataPart.Validation, 0, 100).Ids.Select(id => id.Sample)];
        Assert.Multiple(() =>
        {
            Assert.That(samples, Is.EquivalentTo(Enumerable.Range(0, 20)).And.Not.Ordered);
            Assert.That(site.Enumerate(DataPart.Validation, 15, 100).Ids.Select(id => id.Sample), Is.EqualTo(samples[15..]));
        });
    }

    [Test]
    public void Fakes_that_want_no_critique_train_the_discriminator_only()
    {
        using var scope = NewDisposeScope();
        using var federation = new SmallFederation(SmallFederation.Default, [4]);
        var before = federation.Discriminator(0);
        var answer = federation.Sites[0].Answer(0, new Synthetic(0, zeros(2, 1, 16, 16), wantsCritique: false));
        Assert.Multiple(() =>
        {
            Assert.That(answer, Is.Null);
            Assert.That(federation.Discriminator(0), Is.Not.EqualTo(before));
        });
    }

    [Test]
    public void Without_reconstruction_the_critique_is_the_adversarial_gradient_alone()
    {
        using var scope = NewDisposeScope();
        var none = SmallFederation.Default with { Loss = SmallFederation.Default.Loss with { Reconstruction = Reconstruction.None } };
        var zero = SmallFederation.Default with { Loss = SmallFederation.Default.Loss with { LambdaL1 = 0 } };
        var (without, weightless) = (Answer(none), Answer(zero));
        Assert.Multiple(() =>
        {
            Assert.That(without.Gradient.equal(weightless.Gradient).all().item<bool>(), Is.True);
            Assert.That(without.Losses[Place("Reconstruction")].item<float>(), Is.Zero);
            Assert.That(Answer(SmallFederation.Default).Losses[Place("Reconstruction")].item<float>(), Is.GreaterThan(0));
        });
    }

    [Test]
    public void The_l1_part_of_the_critique_is_the_sign_of_the_difference()
    {
        // With lambda far above the adversarial gradient every pixel of the critique is lambda / count times the sign.
        using var scope = NewDisposeScope();
        var experiment = SmallFederation.Default with { Loss = SmallFederation.Default.Loss with { LambdaL1 = 1e6 } };
        using var federation = new SmallFederation(experiment, [2]);
        var fakes = zeros(2, 1, 16, 16);
        var critique = federation.Sites[0].Answer(0, new Synthetic(0, fakes, wantsCritique: true))!;
        var drawn = federation.Pairs[0].Take(new BatchOrder(experiment.Seed, "site0", 2).Indices(2, 0), null);
        TensorAssert.IsClose(critique.Gradient, (fakes - drawn.Image).sign() * (1e6 / 512), rtol: 1e-3, atol: 0, "critique");
    }

    [Test]
    public void The_perceptual_part_of_the_critique_is_the_gradient_of_that_loss()
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        using var loss = PerceptualLoss.Load(VggSample.Write(folder.Join("vgg.safetensors"), VggSample.Weights(1)), CPU);
        var experiment = SmallFederation.Default with { Loss = SmallFederation.Default.Loss with { LambdaPerceptual = 3 } };
        Critique Answered(PerceptualLoss? perceptual)
        {
            using var federation = new SmallFederation(experiment, [2], perceptual: perceptual);
            return federation.Sites[0].Answer(0, new Synthetic(0, zeros(2, 1, 16, 16), wantsCritique: true))!;
        }

        var (with, without) = (Answered(loss), Answered(null));
        var fakes = zeros(2, 1, 16, 16).requires_grad_();
        using var same = new SmallFederation(experiment, [2]);
        var expected = 3 * loss.Of(fakes, same.Pairs[0].Take(new BatchOrder(experiment.Seed, "site0", 2).Indices(2, 0), null).Image);
        Assert.That(with.Losses[Place("Perceptual")].item<float>(), Is.EqualTo(expected.item<float>()).Within(1e-4).Percent);
        Assert.That(without.Losses[Place("Perceptual")].item<float>(), Is.Zero);
        TensorAssert.IsClose(with.Gradient - without.Gradient, autograd.grad([expected], [fakes])[0], rtol: 1e-3, atol: 1e-6, "critique");
    }

    [Test]
    public void The_feature_part_of_the_critique_is_the_gradient_of_the_distance_of_means_under_the_updated_discriminator()
    {
        using var scope = NewDisposeScope();
        var matching = SmallFederation.Default with { Loss = SmallFederation.Default.Loss with { Reconstruction = Reconstruction.FeatureMatching, LambdaFeatures = 7 } };
        var alone = matching with { Loss = matching.Loss with { Reconstruction = Reconstruction.None } };
        using var federation = new SmallFederation(matching, [2]);
        using var without = new SmallFederation(alone, [2]);
        var (with, none) = (federation.Sites[0].Answer(0, Fakes(0.25))!, without.Sites[0].Answer(0, Fakes(0.25))!);

        var pair = federation.Pairs[0].Take(new BatchOrder(matching.Seed, "site0", 2).Indices(2, 0), null);
        var fakes = full([2, 1, 16, 16], 0.25).requires_grad_();
        var maps = new FeatureMaps(Maps(fakes), Maps(pair.Image));
        var expected = 7 * maps.Distance();
        Assert.That(with.Losses[Place("Reconstruction")].item<float>(), Is.EqualTo(expected.item<float>()).Within(1e-3).Percent.And.GreaterThan(0));
        TensorAssert.IsClose(with.Gradient - none.Gradient, autograd.grad([expected], [fakes])[0], rtol: 1e-3, atol: 1e-7, "critique");

        IReadOnlyList<Tensor> Maps(Tensor images) => federation.Network(0).WithMaps(cat([pair.Condition, images], 1)).Maps;
    }

    [Test]
    public void The_feature_part_of_a_pooled_site_is_the_mean_of_its_batches_distances_whatever_the_discriminator([Values] bool spectralNorm)
    {
        using var scope = NewDisposeScope();
        var matching = SmallFederation.Default with
        {
            Discriminator = SmallFederation.Default.Discriminator with { Norm = Norm.None, SpectralNorm = spectralNorm },
            Loss = SmallFederation.Default.Loss with { Reconstruction = Reconstruction.FeatureMatching, LambdaFeatures = 7 },
            Training = SmallFederation.Default.Training with { BatchSize = 1 },
        };
        using var pooled = new SmallFederation(matching, [4]);
        using var updated = new SmallFederation(matching, [4]);
        var fakes = linspace(-1, 1, 4).reshape(4, 1, 1, 1).expand(4, 1, SmallFederation.Size, SmallFederation.Size).contiguous();
        var critique = pooled.Sites[0].Answer(0, new Synthetic(0, fakes, wantsCritique: true))!;
        updated.Sites[0].Answer(0, new Synthetic(0, fakes, wantsCritique: false));

        // A pass moves a spectral norm, so the passes are made in the site's order.
        var pair = updated.Pairs[0].Take(new BatchOrder(matching.Seed, "site0", 4).Indices(4, 0), null);
        var each = Enumerable.Range(0, 4).Select(i => Distance(i, 1)).ToArray();
        Assert.That(critique.Losses[Place("Reconstruction")].item<float>(), Is.EqualTo(7 * each.Average()).Within(1e-3).Percent);
        Assert.That(Distance(0, 4), Is.LessThan(0.9 * each.Average()), "the distance of the means of all is another");

        float Distance(int start, int length)
        {
            var (condition, image) = (pair.Condition.narrow(0, start, length), pair.Image.narrow(0, start, length));
            return new FeatureMaps(Maps(condition, fakes.narrow(0, start, length)), Maps(condition, image)).Distance().item<float>();
        }

        IReadOnlyList<Tensor> Maps(Tensor condition, Tensor images) => updated.Network(0).WithMaps(cat([condition, images], 1)).Maps;
    }

    [Test]
    public void The_penalty_of_wgan_gp_is_reported_and_the_other_losses_have_none([Values] GanLoss gan)
    {
        using var scope = NewDisposeScope();
        var experiment = SmallFederation.Default with { Loss = SmallFederation.Default.Loss with { Gan = gan } };
        var losses = Answer(experiment).Losses;
        Assert.Multiple(() =>
        {
            Assert.That(losses.isfinite().all().item<bool>(), Is.True);
            Assert.That(losses[Place("GradientPenalty")].item<float>(), gan == GanLoss.WganGp ? Is.GreaterThan(0) : Is.Zero);
        });
    }

    [Test]
    public void Augmented_discriminator_inputs_give_a_critique_that_is_the_same_each_time()
    {
        using var scope = NewDisposeScope();
        var experiment = SmallFederation.Default with
        {
            Discriminator = SmallFederation.Default.Discriminator with { Augment = DiscriminatorAugment.Diff },
        };
        var (first, again, plain) = (Answer(experiment), Answer(experiment), Answer(SmallFederation.Default));
        Assert.Multiple(() =>
        {
            Assert.That(again.Gradient.equal(first.Gradient).all().item<bool>(), Is.True);
            Assert.That(plain.Gradient.equal(first.Gradient).all().item<bool>(), Is.False);
        });
    }

    [TestCase(DiscriminatorAugment.None, true)]
    [TestCase(DiscriminatorAugment.Diff, false)]
    public void Each_batch_of_a_pooled_site_is_augmented_by_a_draw_of_its_own(DiscriminatorAugment augment, bool alike)
    {
        // One sample, so that both batches of one are the same pair: only the augmentation can tell them apart.
        using var scope = NewDisposeScope();
        var experiment = SmallFederation.Default with
        {
            Discriminator = SmallFederation.Default.Discriminator with { Augment = augment },
            Loss = SmallFederation.Default.Loss with { Reconstruction = Reconstruction.None },
            Training = SmallFederation.Default.Training with { BatchSize = 1 },
        };
        using var federation = new SmallFederation(experiment, [1]);
        var gradient = Exchange(federation, 0).Gradient;
        Assert.That(gradient[0].equal(gradient[1]).all().item<bool>(), Is.EqualTo(alike));
    }

    [Test]
    public void A_saved_site_goes_on_as_if_it_had_not_stopped()
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        var path = folder.Join("site.safetensors");
        using var straight = new SmallFederation(SmallFederation.Default, [4]);
        using var resumed = new SmallFederation(SmallFederation.Default, [4]);
        Exchange(straight, 0);
        ((LocalSite)straight.Sites[0]).Save(path);
        ((LocalSite)resumed.Sites[0]).Load(path);
        var (expected, got) = (Exchange(straight, 1), Exchange(resumed, 1));
        Assert.Multiple(() =>
        {
            Assert.That(got.Gradient.equal(expected.Gradient).all().item<bool>(), Is.True);
            Assert.That(resumed.Discriminator(0), Is.EqualTo(straight.Discriminator(0)));
        });
    }

    private static Synthetic Fakes(double value) => new(0, full([2, 1, SmallFederation.Size, SmallFederation.Size], value), wantsCritique: true);

    /// <summary>Where a term stands in a critique.</summary>
    private static int Place(string term) => LossTerms.All.ToList().FindIndex(listed => listed.Name == term);

    private static Critique Answer(Experiment experiment)
    {
        using var federation = new SmallFederation(experiment, [4]);
        return Exchange(federation, 0);
    }

    private static Critique Exchange(SmallFederation federation, long exchange) =>
        federation.Sites[0].Answer(exchange, new Synthetic(exchange, zeros(2, 1, 16, 16), wantsCritique: true))!;
}
