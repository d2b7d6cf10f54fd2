using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Imaging;
using AsynDGAN.Core.Synthesis;
using TorchSharp;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Synthesis;

public class TumourPlacesTests
{
    // The tumours of site a lie up and left in their heads, that of site b down and right.
    private static readonly Mask[] heads = [Heads.Disc(11, 11, 10), Heads.Disc(12, 10, 8), Heads.Disc(12, 13, 9)];
    private static readonly Mask[] tumours = [Heads.Disc(7, 6, 2), Heads.Disc(9, 7, 1), Heads.Disc(16, 17, 2)];

    private DisposeScope scope = null!;

    [SetUp]
    public void Open() => scope = NewDisposeScope();

    [TearDown]
    public void Close() => scope.Dispose();

    [Test]
    public void A_tumour_goes_rigidly_to_where_one_of_its_new_sites_tumours_lies()
    {
        using var conditions = new TrainingConditions(Sites([ConditionChannel.Tumour, ConditionChannel.Head]));
        var source = Source(conditions, 1, ConditionChannel.Tumour, ConditionChannel.Head);
        var seen = new HashSet<(int, int)>();
        foreach (var item in Enumerable.Range(0, 60))
        {
            var (site, sample) = item % 3 == 2 ? (1, 0) : (0, item % 3);
            var drawn = source.Of(new PlannedImage(item, site, sample, Mixed: true))!;
            var (head, donor) = (heads[item % 3], tumours[drawn.TumourSite == "a" ? drawn.Tumour.Sample : 2]);
            var moved = Moved(donor, drawn.Moved);
            Assert.That(Heads.MaskOf(drawn.X[0, 1]).Values, Is.EqualTo(head.Values));
            Assert.That(Heads.MaskOf(drawn.X[0, 0]).Values, Is.EqualTo(Heads.And(moved, head)));
            Assert.That(Heads.MaskOf(drawn.X[0, 0]).Count, Is.AtLeast(TumourPlaces.LeastInside * donor.Count));

            // Up to the rounding to whole pixels, the centre is at a place of the head's own site.
            var (down, across) = Place(moved, head);
            var places = (site == 0 ? [0, 1] : new[] { 2 }).Select(slice => Place(tumours[slice], heads[slice]));
            Assert.That(places.Any(place => Math.Abs(place.Down - down) * Side(head) <= 0.51 && Math.Abs(place.Across - across) * Side(head) <= 0.51), $"item {item}: {down}, {across}");
            seen.Add(drawn.Moved);
        }

        Assert.That(seen, Has.Count.GreaterThan(4));
    }

    [Test]
    public void The_same_item_has_the_same_place_whatever_was_drawn_before_and_by_whichever_source()
    {
        using var conditions = new TrainingConditions(Sites([ConditionChannel.Tumour, ConditionChannel.Head]));
        var planned = new PlannedImage(7, 0, 1, Mixed: true);
        var first = Source(conditions, 1, ConditionChannel.Tumour, ConditionChannel.Head).Of(planned)!;
        var other = Source(conditions, 1, ConditionChannel.Tumour, ConditionChannel.Head);
        other.Of(new PlannedImage(8, 0, 1, Mixed: true));
        var again = other.Of(planned)!;
        Assert.That(again.X.equal(first.X).all().ToBoolean(), Is.True);
        Assert.That(again.Moved, Is.EqualTo(first.Moved));
    }

    [Test]
    public void The_classes_of_a_tumour_move_together()
    {
        ConditionChannel[] channels = [ConditionChannel.Head, ConditionChannel.Classes];
        var condition = (int slice, int core) => Heads.Condition(heads[slice], Heads.Disc(8, 8, core), Heads.Disc(8, 11, 1), Heads.Disc(10, 9, 1));
        using var conditions = new TrainingConditions([new ConditionsOnlySite("a", cat([condition(0, 1), condition(2, 2)]))]);
        var drawn = Source(conditions, 1, channels).Of(new PlannedImage(0, 0, 0, Mixed: true))!;
        var donor = condition(2, 2)[0];
        for (var plane = 1; plane <= 3; plane++)
        {
            Assert.That(Heads.MaskOf(drawn.X[0, plane]).Values, Is.EqualTo(Heads.And(Moved(Heads.MaskOf(donor[plane]), drawn.Moved), heads[0])), $"class {plane}");
        }
    }

    [Test]
    public void A_tumour_that_does_not_fit_into_the_head_is_left_out()
    {
        var large = new ConditionsOnlySite("a", cat([Heads.Condition(tumours[0], Heads.Disc(8, 8, 3)), Heads.Condition(Heads.Disc(12, 12, 9), Heads.Disc(12, 12, 10))]));
        using var conditions = new TrainingConditions([large]);
        Assert.That(Source(conditions, 1, ConditionChannel.Tumour, ConditionChannel.Head).Of(new PlannedImage(0, 0, 0, Mixed: true)), Is.Null);
    }

    [Test]
    public void A_site_without_tumours_has_no_place_for_any()
    {
        ConditionsOnlySite[] sites = [new("a", Heads.Condition(Heads.Disc(0, 0, -1), heads[0])), new("b", Heads.Condition(tumours[2], heads[2]))];
        using var conditions = new TrainingConditions(sites);
        Assert.That(Source(conditions, 1, ConditionChannel.Tumour, ConditionChannel.Head).Of(new PlannedImage(0, 0, 0, Mixed: true)), Is.Null);
    }

    [Test]
    public void What_leaves_the_picture_is_lost_and_nothing_comes_back_on_the_other_side(
        [Values(-30, -23, -3, 0, 5, 23, 24)] int down, [Values(-24, -1, 0, 2, 40)] int across)
    {
        var mask = tumours[2];
        var planes = tensor(mask.Values, [1, Heads.Size, Heads.Size]);
        Assert.That(TumourPlaces.Moved(planes, (down, across)).flatten().data<bool>().ToArray(), Is.EqualTo(Moved(mask, (down, across)).Values));
    }

    [Test]
    public void A_slices_own_tumour_and_head_are_deformed_by_one_warp()
    {
        // A tumour that is the whole head stays the whole head only where both are warped alike.
        using var conditions = new TrainingConditions([new ConditionsOnlySite("a", Heads.Condition(heads[1], heads[1]))]);
        var experiment = new Experiment
        {
            Data = new DataOptions { MinMaskPixels = 1 },
            Synthesis = new SynthesisOptions { Deform = 1, MixMasks = 0, PerMask = 3 },
        };
        var source = new ConditionSource(experiment, conditions, new ConditionLayout(new DataOptions()));
        var drawn = PlannedImage.All(conditions.Counts, experiment.Synthesis.PerMask, experiment.Synthesis.MixMasks).Select(planned => source.Of(planned)!).ToList();
        Assert.That(drawn, Has.Count.EqualTo(3));
        foreach (var one in drawn)
        {
            Assert.That(Heads.MaskOf(one.X[0, 0]).Values, Is.EqualTo(Heads.MaskOf(one.X[0, 1]).Values).And.Not.EqualTo(heads[1].Values));
        }

        Assert.That(drawn.Select(one => string.Concat(Heads.MaskOf(one.X[0, 0]).Values)), Is.Unique, "each copy has a warp of its own");
    }

    private static ConditionSource Source(TrainingConditions conditions, int min, params ConditionChannel[] channels) => new(
        new Experiment { Data = new DataOptions { MinMaskPixels = min }, Synthesis = new SynthesisOptions { Placement = TumourPlacement.SiteTumours } },
        conditions, new ConditionLayout(new DataOptions { Conditions = channels }));

    private static ConditionsOnlySite[] Sites(ConditionChannel[] channels)
    {
        var all = heads.Zip(tumours, (head, tumour) => Heads.Condition([.. channels.Select(channel => channel == ConditionChannel.Head ? head : tumour)])).ToArray();
        return [new("a", cat(all[..2])), new("b", all[2])];
    }

    private static Mask Moved(Mask mask, (int Down, int Across) move) => new(mask.Height, mask.Width,
        [.. Enumerable.Range(0, mask.Height * mask.Width).Select(i => (Row: i / mask.Width - move.Down, Column: i % mask.Width - move.Across))
            .Select(from => from.Row >= 0 && from.Row < mask.Height && from.Column >= 0 && from.Column < mask.Width && mask[from.Row, from.Column])]);

    /// <summary>The centre as fractions of the head's box.</summary>
    private static (double Down, double Across) Place(Mask tumour, Mask head)
    {
        var (inside, around) = (Pixels(tumour), Pixels(head));
        return (
            (inside.Average(p => p.Row + 0.5) - around.Min(p => p.Row)) / Side(head),
            (inside.Average(p => p.Column + 0.5) - around.Min(p => p.Column)) / Side(head));
    }

    /// <summary>Heads here are discs, as high as wide.</summary>
    private static int Side(Mask head) => Pixels(head).Max(p => p.Row) - Pixels(head).Min(p => p.Row) + 1;

    private static IReadOnlyList<(int Row, int Column)> Pixels(Mask mask) =>
        [.. Enumerable.Range(0, mask.Values.Length).Where(i => mask.Values[i]).Select(i => (i / mask.Width, i % mask.Width))];
}
