using AsynDGAN.Core;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data;
using AsynDGAN.Core.Federation;
using AsynDGAN.Core.Synthesis;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Synthesis;

[NonParallelizable]
public class ConditionSourceTests
{
    [Test]
    public void A_training_condition_is_given_as_it_is()
    {
        using var scope = NewDisposeScope();
        var site = new DrawnSite("a", [Square(4, 8)]);
        var drawn = Source(new Experiment(), site).Of(new PlannedImage(0, 0, 0, false))!;
        Assert.Multiple(() =>
        {
            Assert.That(drawn.X.equal(site.X[0]).all().item<bool>(), Is.True);
            Assert.That((drawn.HeadSite, drawn.Head, drawn.TumourSite, drawn.Tumour), Is.EqualTo(("a", new SampleId(0, 0), "a", new SampleId(0, 0))));
        });
    }

    [Test]
    public void A_mixed_condition_has_another_slices_tumour_clipped_by_its_own_head()
    {
        using var scope = NewDisposeScope();
        var (small, other) = (new DrawnSite("a", [Square(4, 8)]), new DrawnSite("b", [Square(12, 14)]));
        var drawn = Source(WithMinimum(1), small, other).Of(new PlannedImage(7, 0, 0, true))!;
        var (tumour, head) = (drawn.X[0, 0] > 0, drawn.X[0, 1] > 0);
        Assert.Multiple(() =>
        {
            Assert.That(drawn.TumourSite, Is.EqualTo("b"), "there is no other slice");
            Assert.That(head.equal(small.X[0, 1] > 0).all().item<bool>(), Is.True);
            Assert.That(tumour.equal((other.X[0, 0] > 0) & head).all().item<bool>(), Is.True);
            Assert.That(tumour.sum().item<long>(), Is.LessThan((other.X[0, 0] > 0).sum().item<long>()));
        });
    }

    [Test]
    public void Without_enough_tumour_after_some_draws_there_is_no_condition()
    {
        using var scope = NewDisposeScope();
        var source = Source(WithMinimum(200), new DrawnSite("a", [Square(4, 8)]), new DrawnSite("b", [Square(6, 14)]));
        Assert.That(source.Of(new PlannedImage(0, 0, 0, true)), Is.Null);
    }

    [Test]
    public void The_same_item_gives_the_same_condition_and_items_differ([Values(0, 1)] double deform)
    {
        using var scope = NewDisposeScope();
        var experiment = WithMinimum(1) with { Synthesis = new SynthesisOptions { Deform = deform } };
        var sites = new[] { new DrawnSite("a", [Square(4, 10), Square(2, 8), Square(3, 9)]), new DrawnSite("b", [Square(6, 14), Square(5, 12)]) };
        var first = Enumerable.Range(0, 12).Select(item => Values(Source(experiment, sites).Of(new PlannedImage(item, 0, 1, true))!.X)).ToArray();
        var again = Enumerable.Range(0, 12).Select(item => Values(Source(experiment, sites).Of(new PlannedImage(item, 0, 1, true))!.X)).ToArray();
        Assert.Multiple(() =>
        {
            Assert.That(again, Is.EqualTo(first));
            Assert.That(first.Select(values => string.Join(',', values)).Distinct().Count(), Is.GreaterThan(2));
        });
    }

    [Test]
    public void A_deformed_tumour_stays_in_its_deformed_head_and_an_outline_is_one_pixel_of_it()
    {
        using var scope = NewDisposeScope();
        ConditionChannel[] channels = [ConditionChannel.Tumour, ConditionChannel.Head, ConditionChannel.Outline];
        var experiment = WithMinimum(1) with { Synthesis = new SynthesisOptions { Deform = 1 } };
        experiment = experiment with { Data = experiment.Data with { Conditions = channels } };
        var x = cat([Square(4, 10), Square(4, 10).narrow(1, 1, 1)], 1);
        for (var item = 0; item < 20; item++)
        {
            var drawn = Source(experiment, new DrawnSite("a", [x])).Of(new PlannedImage(item, 0, 0, false))!.X > 0;
            var (tumour, head, outline) = (drawn[0, 0], drawn[0, 1], drawn[0, 2]);
            Assert.Multiple(() =>
            {
                Assert.That((tumour & head.logical_not()).any().item<bool>(), Is.False);
                Assert.That((outline & head.logical_not()).any().item<bool>(), Is.False);
                Assert.That(outline.sum().item<long>(), Is.GreaterThan(0).And.LessThan(head.sum().item<long>()));
            });
        }
    }

    [Test]
    public void Conditions_without_a_tumour_channel_are_refused() =>
        Assert.That(() => new ConditionLayout([ConditionChannel.Head]), Throws.TypeOf<UserException>().With.Message.Contains("no tumour channel"));

    private static Experiment WithMinimum(int pixels) => new() { Data = new DataOptions { MinMaskPixels = pixels } };

    private static ConditionSource Source(Experiment experiment, params DrawnSite[] sites) =>
        new(experiment, sites, new ConditionLayout(experiment.Data.Conditions));

    /// <summary>A square tumour in the corner of a square head, 16x16.</summary>
    private static Tensor Square(int tumour, int head)
    {
        var x = full([1, 2, 16, 16], -1f);
        x[0, 0, 1..(1 + tumour), 1..(1 + tumour)] = tensor(1f);
        x[0, 1, ..head, ..head] = tensor(1f);
        x[0, 0, .., 5..] = tensor(-1f);
        return x;
    }

    private static float[] Values(Tensor x) => x.data<float>().ToArray();

    /// <summary>A site with given training conditions and nothing else.</summary>
    private sealed class DrawnSite(string name, Tensor[] conditions) : ISite
    {
        public Tensor X => cat(conditions);

        public SiteProfile Profile => new(name, conditions.Length, [2, 16, 16], [1, 16, 16]);

        public Conditions Draw(long exchange, int count) => throw new InvalidOperationException("synthesis does not draw");

        public Critique? Answer(long exchange, Synthetic fakes) => throw new InvalidOperationException("synthesis asks for no critique");

        public Conditions Enumerate(Part part, int from, int count)
        {
            Assert.That(part, Is.EqualTo(Part.Training), "no other part's conditions may be drawn");
            return new Conditions(from, conditions[from], [new SampleId(from, from)]);
        }

        public void Preview(int epoch, Part part, Synthetic fakes) => throw new InvalidOperationException("synthesis shows nothing");
    }
}
