using System.Reflection;
using AsynDGAN.Core.Data.Batches;
using AsynDGAN.Core.Federation;
using AsynDGAN.Core.Federation.Messages;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Federation;

/// <summary>What the boundary promises: nothing but the messages crosses, and nothing in them is shared.</summary>
public class IsolationTests
{
    [Test]
    public void The_boundary_has_these_members_and_no_others()
    {
        Assert.Multiple(() =>
        {
            Assert.That(Members(typeof(ISite)), Is.EquivalentTo(new[]
            {
                "SiteProfile get_Profile()",
                "Conditions Draw(Int64 exchange, Int32 count)",
                "Critique Answer(Int64 exchange, Synthetic fakes)",
                "Conditions Enumerate(DataPart part, Int32 from, Int32 count)",
                "Void Preview(Int32 epoch, DataPart part, Synthetic fakes)",
            }));
            Assert.That(typeof(ISite).GetInterfaces(), Is.Empty);
        });
    }

    [TestCase(typeof(Conditions), "Int64 Exchange", "Tensor X", "IReadOnlyList`1 Ids")]
    [TestCase(typeof(Synthetic), "Int64 Exchange", "Tensor Images", "Boolean WantsCritique")]
    [TestCase(typeof(Critique), "Int64 Exchange", "Tensor Gradient", "Tensor Losses")]
    [TestCase(typeof(SiteProfile), "String Name", "Int32 TrainingSamples", "IReadOnlyList`1 ConditionShape", "IReadOnlyList`1 ImageShape")]
    [TestCase(typeof(SampleId), "Int32 Sample", "Int32 Patient")]
    public void A_message_holds_this_and_nothing_else(Type message, params string[] properties)
    {
        var instance = BindingFlags.Instance | BindingFlags.Public;
        Assert.Multiple(() =>
        {
            Assert.That(message.GetProperties(instance).Select(p => $"{p.PropertyType.Name} {p.Name}"), Is.EquivalentTo(properties));
            Assert.That(message.GetFields(instance), Is.Empty);
            Assert.That(message.IsSealed, Is.True);
        });
    }

    [Test]
    public void No_tensor_that_crosses_shares_its_storage()
    {
        using var scope = NewDisposeScope();
        using var federation = new SmallFederation(SmallFederation.Default, [4, 4], wrap: site => new RecordingSite(site));
        federation.Centre.Step(0);
        federation.Centre.Step(1);

        var recorded = federation.Sites.Cast<RecordingSite>().ToArray();
        var crossed = recorded.SelectMany(r => r.Drawn.Select(c => c.X)
            .Concat(r.Fakes.Select(f => f.Images))
            .Concat(r.Critiques.SelectMany(c => new[] { c.Gradient, c.Losses }))).ToArray();
        var kept = Enumerable.Range(0, 2).SelectMany(federation.Private).ToArray();
        Assert.Multiple(() =>
        {
            Assert.That(crossed, Has.Length.EqualTo(2 * 2 * 4));
            Assert.That(crossed.Select(Address).Concat(kept.Select(Address)), Is.Unique);
            Assert.That(crossed.Any(t => t.requires_grad), Is.False);
        });
    }

    [Test]
    public void A_message_copies_what_it_is_given()
    {
        using var scope = NewDisposeScope();
        var inside = ones(1, 1, 2, 2).requires_grad_();
        var messages = new[]
        {
            new Conditions(0, inside, [new SampleId(0, 0)]).X,
            new Synthetic(0, inside * 1, wantsCritique: true).Images,
            new Critique(0, inside, inside).Gradient,
            new Critique(0, inside, inside).Losses,
        };
        foreach (var message in messages)
        {
            Assert.Multiple(() =>
            {
                Assert.That(Address(message), Is.Not.EqualTo(Address(inside)));
                Assert.That(message.requires_grad, Is.False);
            });
        }
    }

    [Test]
    public void Other_data_at_one_site_leave_the_update_of_another_discriminator_as_it_is()
    {
        using var scope = NewDisposeScope();
        using var first = new SmallFederation(SmallFederation.Default, [4, 4, 4], dataSeeds: [0, 1, 2]);
        using var second = new SmallFederation(SmallFederation.Default, [4, 4, 4], dataSeeds: [0, 1, 77]);
        first.Centre.Step(0);
        second.Centre.Step(0);
        Assert.Multiple(() =>
        {
            Assert.That(second.Discriminator(0), Is.EqualTo(first.Discriminator(0)));
            Assert.That(second.Discriminator(1), Is.EqualTo(first.Discriminator(1)));
            Assert.That(second.Discriminator(2), Is.Not.EqualTo(first.Discriminator(2)));
        });
    }

    [Test]
    public void The_ledger_holds_the_bytes_that_the_configuration_says([Values(1, 3)] int discriminatorSteps)
    {
        using var scope = NewDisposeScope();
        var experiment = SmallFederation.Default with
        {
            Training = SmallFederation.Default.Training with { DiscriminatorSteps = discriminatorSteps },
        };
        var ledger = new Ledger();
        using var federation = new SmallFederation(experiment, [5, 7], wrap: site => new MeteredSite(site, ledger));
        const int steps = 3;
        for (var step = 0; step < steps; step++)
        {
            federation.Centre.Step(step);
        }

        // Element count times element size, and the headers: exchange 8, a tensor's type, rank and four dimensions
        // 4 + 4 + 32, ids 8 each, a flag 1, six losses with their header 8 + 8 + 24.
        const long batch = 2, pixels = 16 * 16, header = 8 + 40;
        long conditions = header + 4 * batch * 2 * pixels + 8 * batch;
        long fakes = header + 4 * batch * pixels + 1;
        long critique = header + 4 * batch * pixels + 40;
        foreach (var site in new[] { "site0", "site1" })
        {
            var totals = ledger.Totals.Where(t => t.Site == site).ToDictionary(t => t.Kind);
            Assert.Multiple(() =>
            {
                Assert.That(totals["conditions"].Bytes, Is.EqualTo(steps * discriminatorSteps * conditions));
                Assert.That(totals["fakes"].Bytes, Is.EqualTo(steps * discriminatorSteps * fakes));
                Assert.That(totals["critique"].Bytes, Is.EqualTo(steps * critique));
                Assert.That(totals["critique"].Messages, Is.EqualTo(steps));
                Assert.That(totals["profile"].Bytes, Is.EqualTo(4 + 5 + 4 + 4 + 24 + 4 + 24));
            });
        }
    }

    private static nint Address(Tensor tensor) => tensor.storage<float>().data_ptr();

    private static IEnumerable<string> Members(Type type) => type.GetMethods().Select(m =>
        $"{m.ReturnType.Name} {m.Name}({string.Join(", ", m.GetParameters().Select(p => $"{p.ParameterType.Name} {p.Name}"))})");
}
