using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Federation;
using AsynDGAN.Core.Federation.Messages;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Federation;

public class WireSiteTests
{
    private const long Batch = 2, Pixels = SmallFederation.Size * SmallFederation.Size;

    [Test]
    public void Planes_of_two_values_arrive_as_they_were_and_others_in_the_numbers_of_the_wire()
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(1);
        var mask = rand([2, 1, 9, 7], generator: random).round() * 0.3 - 0.1;
        var flat = full([2, 1, 9, 7], 0.123f);
        var other = rand([2, 1, 9, 7], generator: random);
        var x = cat([mask, flat, other], 1);
        var got = PackedPlanes.Cross(x, ElementType.Float16);
        Assert.Multiple(() =>
        {
            Assert.That(PackedPlanes.AreTwoValued(x).flatten().data<bool>().ToArray(), Is.EqualTo(new[] { true, true, false, true, true, false }));
            Assert.That(got[.., ..2].equal(x[.., ..2]).all().item<bool>(), Is.True);
            Assert.That(got[.., 2..].equal(WireNumbers.Cross(x, ElementType.Float16)[.., 2..]).all().item<bool>(), Is.True);
            Assert.That(PackedPlanes.Cross(x, ElementType.Float32).equal(x).all().item<bool>(), Is.True);

            // A flag each; 8 bytes of values and 63 bits of four planes; 63 numbers of two.
            Assert.That(PackedPlanes.Bytes(x.shape, ElementType.Float16, packed: 4), Is.EqualTo(6 + 4 * (8 + 8) + 2 * 2 * 63));
        });
    }

    [Test]
    public void Points_are_not_packed_since_bits_would_take_more()
    {
        using var scope = NewDisposeScope();
        Assert.That(PackedPlanes.Pay([4, 3, 1, 1], ElementType.Float32), Is.False);
        Assert.That(PackedPlanes.Cross(ones(4, 3, 1, 1), ElementType.Float32).equal(ones(4, 3, 1, 1)).all().item<bool>(), Is.True);
        Assert.That(PackedPlanes.Pay([4, 0, 8, 8], ElementType.Float32), Is.False, "no channel");
    }

    /// <summary>Random conditions of <see cref="SmallFederation"/> have two values, -1 and 1.</summary>
    [TestCase(ElementType.Float32, false, BoundaryLosses.Fakes)]
    [TestCase(ElementType.Float16, false, BoundaryLosses.All)]
    [TestCase(ElementType.Bfloat16, true, BoundaryLosses.Fakes)]
    [TestCase(ElementType.Float32, true, BoundaryLosses.All)]
    public void The_ledger_counts_what_the_configuration_lets_cross(ElementType type, bool packs, BoundaryLosses losses)
    {
        using var scope = NewDisposeScope();
        var boundary = new BoundaryOptions { ElementType = type, PackConditions = packs, Losses = losses };
        var ledger = new Ledger();
        using var federation = new SmallFederation(SmallFederation.Default with { Boundary = boundary }, [5], wrap: site => new MeteredSite(site, ledger, boundary));
        for (var step = 0; step < 3; step++)
        {
            federation.Centre.Step(step);
        }

        var (size, scale) = type == ElementType.Float32 ? (4, 0) : (2, 4);
        var header = 8 + 40 + scale;
        var planes = packs ? Batch * 2 * (1 + 8 + Pixels / 8) : size * Batch * 2 * Pixels;
        var totals = ledger.Totals.ToDictionary(t => t.Kind, t => t.Bytes);
        Assert.Multiple(() =>
        {
            Assert.That(totals["conditions"], Is.EqualTo(3 * (header + planes + 8 * Batch)));
            Assert.That(totals["fakes"], Is.EqualTo(3 * (header + size * Batch * Pixels + 1)));
            Assert.That(totals["critique"], Is.EqualTo(3 * (header + size * Batch * Pixels + 16 + 4 * (losses == BoundaryLosses.All ? 6 : 2))));
            Assert.That(totals["conditions"], Is.EqualTo(3 * MessageSize.Conditions([Batch, 2, 16, 16], boundary)));
            Assert.That(totals["fakes"], Is.EqualTo(3 * MessageSize.Synthetic([Batch, 1, 16, 16], boundary)));
            Assert.That(totals["critique"], Is.EqualTo(3 * MessageSize.Critique([Batch, 1, 16, 16], boundary)));
        });
    }

    [TestCase(ElementType.Float16, 1e-3)]
    [TestCase(ElementType.Bfloat16, 1e-2)]
    public void A_site_behind_a_wire_answers_the_fakes_that_arrive_and_its_gradient_arrives_cast(ElementType type, double tolerance)
    {
        using var scope = NewDisposeScope();
        using var near = new SmallFederation(SmallFederation.Default, [4]);
        using var far = new SmallFederation(SmallFederation.Default, [4], wrap: site => new RecordingSite(site));
        var wire = new WireSite(far.Sites[0], new BoundaryOptions { ElementType = type });
        var fakes = new Synthetic(0, rand(2, 1, 16, 16) * 2 - 1, wantsCritique: true);
        var (plain, critique) = (near.Sites[0].Answer(0, fakes)!, wire.Answer(0, fakes)!);
        var behind = (RecordingSite)far.Sites[0];
        Assert.Multiple(() =>
        {
            Assert.That(behind.Fakes[0].Images.equal(WireNumbers.Cross(fakes.Images, type)).all().item<bool>(), Is.True);
            Assert.That(critique.Gradient.equal(WireNumbers.Cross(behind.Critiques[0].Gradient, type)).all().item<bool>(), Is.True);
            Assert.That(critique.Losses.equal(behind.Critiques[0].Losses).all().item<bool>(), Is.True);
            Assert.That(wire.Draw(0, 2).X.equal(near.Sites[0].Draw(0, 2).X).all().item<bool>(), Is.True, "-1 and 1 are exact");
        });
        TensorAssert.IsClose(critique.Losses, plain.Losses, tolerance, tolerance, "losses");
    }

    [Test]
    public void An_infinite_gradient_is_found_behind_a_wire()
    {
        using var scope = NewDisposeScope();
        var broken = SmallFederation.Default with { Loss = SmallFederation.Default.Loss with { LambdaL1 = 1e38 } };
        using var federation = new SmallFederation(
            broken with { Loss = broken.Loss with { GeneratorScale = 1e30 } }, [4], wrap: site => new WireSite(site, new BoundaryOptions { ElementType = ElementType.Float16 }));
        federation.Centre.Step(0);
        Assert.That(federation.Centre.FirstNotFinite(), Is.Not.Null);
    }

    [Test]
    public void Terms_of_real_images_stay_at_the_site_and_the_gradient_is_the_same()
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        var run = Core.Runs.RunFolder.At(folder.Path);
        var kept = SmallFederation.Default with
        {
            Boundary = new BoundaryOptions { Losses = BoundaryLosses.Fakes },
            Training = SmallFederation.Default.Training with { LogEvery = 2 },
        };
        using var all = new SmallFederation(SmallFederation.Default, [4, 6]);
        using var fakes = new SmallFederation(kept, [4, 6], folder: run);
        var (first, second) = (all.Centre.Step(1), fakes.Centre.Step(1));
        var places = LossTerms.All.Index().Where(term => term.Item.Name is "DiscriminatorFake" or "Adversarial").Select(term => term.Index).ToArray();
        Assert.Multiple(() =>
        {
            Assert.That(second.shape, Is.EqualTo(new long[] { 2, 2 }));
            Assert.That(second.equal(stack([.. places.Select(place => first.select(1, place))], 1)).all().item<bool>(), Is.True);
            Assert.That(fakes.CentreState(), Is.EqualTo(all.CentreState()));
            var rows = Core.Csv.CsvTable.Read(run.SiteLosses("site1"), ["step", "reconstruction"]);
            Assert.That(rows.Single().Long("step"), Is.EqualTo(2));
            Assert.That(rows.Single().Double("reconstruction"), Is.EqualTo(first[1, LossTerms.All.ToList().FindIndex(term => term.Name == "Reconstruction")].item<float>()).Within(1e-6));
        });
    }
}
