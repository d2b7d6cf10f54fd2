using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Imaging;
using AsynDGAN.Core.Synthesis;
using TorchSharp;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Synthesis;

public class ConditionSourceTests
{
    private static readonly Mask[] heads = [Heads.Disc(11, 11, 10), Heads.Disc(12, 10, 8), Heads.Disc(12, 13, 9)];
    private static readonly Mask[] tumours = [Heads.Disc(8, 8, 2), Heads.Disc(14, 12, 3), Heads.Disc(9, 19, 3)];

    private DisposeScope scope = null!;

    [SetUp]
    public void Open() => scope = NewDisposeScope();

    [TearDown]
    public void Close() => scope.Dispose();

    [Test]
    public void Every_condition_crosses_once_however_many_images_are_drawn()
    {
        var sites = Sites(ConditionChannel.Tumour, ConditionChannel.Head);
        using var training = new TrainingConditions(sites);
        var source = Source(training, Options(deform: 1, min: 1), ConditionChannel.Tumour, ConditionChannel.Head);
        foreach (var planned in PlannedImage.All(training.Counts, 3, 5))
        {
            source.Of(planned);
        }

        Assert.That(sites.SelectMany(site => site.Given), Is.All.EqualTo(1));
    }

    [Test]
    public void A_plain_image_has_the_training_condition_as_it_is()
    {
        using var training = new TrainingConditions(Sites(ConditionChannel.Tumour, ConditionChannel.Head));
        var drawn = Source(training, Options(0, 1), ConditionChannel.Tumour, ConditionChannel.Head).Of(new PlannedImage(0, 1, 0, Mixed: false))!;
        Assert.That(drawn.X.allclose(Heads.Condition(tumours[2], heads[2])), Is.True);
        Assert.That((drawn.HeadSite, drawn.TumourSite), Is.EqualTo(("b", "b")));
    }

    [Test]
    public void A_mixed_tumour_is_another_slices_clipped_by_the_head()
    {
        using var training = new TrainingConditions(Sites(ConditionChannel.Tumour, ConditionChannel.Head));
        var source = Source(training, Options(0, 1), ConditionChannel.Tumour, ConditionChannel.Head);
        var donors = new HashSet<int>();
        foreach (var item in Enumerable.Range(0, 40))
        {
            var (site, sample) = item % 3 == 2 ? (1, 0) : (0, item % 3);
            var drawn = source.Of(new PlannedImage(item, site, sample, Mixed: true))!;
            var donor = drawn.TumourSite == "a" ? drawn.Tumour.Sample : 2;
            donors.Add(donor);
            Assert.That(donor, Is.Not.EqualTo(item % 3));
            Assert.That(Heads.MaskOf(drawn.X[0, 1]).Values, Is.EqualTo(heads[item % 3].Values));
            Assert.That(Heads.MaskOf(drawn.X[0, 0]).Values, Is.EqualTo(Heads.And(tumours[donor], heads[item % 3])));
        }

        Assert.That(donors, Has.Count.EqualTo(3));
    }

    [Test]
    public void Without_a_head_to_place_it_in_another_slices_tumour_is_moved_so_that_no_mask_is_one_that_G_has_seen()
    {
        using var training = new TrainingConditions(Sites(ConditionChannel.Tumour));
        var source = Source(training, Options(0, 1), ConditionChannel.Tumour);
        var seen = tumours.Select(tumour => tumour.Values).ToArray();
        var drawn = Enumerable.Range(0, 60).Select(item => source.Of(item % 3 == 2 ? new PlannedImage(item, 1, 0, Mixed: true) : new PlannedImage(item, 0, item % 3, Mixed: true))).OfType<DrawnCondition>().ToList();
        Assert.That(drawn, Has.Count.GreaterThan(20));
        Assert.That(drawn.Select(one => Heads.MaskOf(one.X[0, 0]).Values), Has.None.Matches<bool[]>(mask => seen.Any(other => other.SequenceEqual(mask))));
        Assert.That(drawn.Select(one => one.Moved), Has.None.EqualTo((0, 0)));
    }

    [TestCase(ConditionChannel.Head)]
    [TestCase(ConditionChannel.Outline)]
    public void In_one_ground_of_all_slices_another_slices_tumour_is_moved(ConditionChannel channel)
    {
        var field = Heads.Disc(12, 12, 11);
        var ground = channel == ConditionChannel.Head ? field : Morphology.Outline(field);
        using var training = new TrainingConditions([new ConditionsOnlySite("a", cat([Heads.Condition(tumours[0], ground), Heads.Condition(tumours[1], ground)])), new ConditionsOnlySite("b", Heads.Condition(tumours[2], ground))]);
        var source = Source(training, Options(0, 1), ConditionChannel.Tumour, channel);
        Assert.That(source.MovesInOneGround, Is.True);
        var drawn = Enumerable.Range(0, 30).Select(item => source.Of(item % 3 == 2 ? new PlannedImage(item, 1, 0, Mixed: true) : new PlannedImage(item, 0, item % 3, Mixed: true))).OfType<DrawnCondition>().ToList();
        Assert.That(drawn, Has.Count.GreaterThan(10));
        Assert.That(drawn.Select(one => Heads.MaskOf(one.X[0, 0]).Values), Has.None.Matches<bool[]>(mask => tumours.Any(other => other.Values.SequenceEqual(mask))));
        Assert.That(drawn.Select(one => Heads.MaskOf(one.X[0, 1]).Values), Is.All.EqualTo(ground.Values));
    }

    [Test]
    public void Tumours_are_kept_where_they_lie_as_soon_as_that_gives_a_new_mask()
    {
        var field = Heads.Disc(12, 12, 11);
        var same = Heads.Condition(tumours[0], field);
        Assert.That(Moves(Options(0, 1), same, Heads.Condition(tumours[1], field)), Is.True);
        Assert.That(Moves(Options(0.5, 1), same, Heads.Condition(tumours[1], field)), Is.False, "deformed masks are new");
        Assert.That(Moves(Options(0, 1), same, Heads.Condition(tumours[1], heads[1])), Is.False, "clipped by another ground");
        Assert.That(Moves(Options(0, 1), same, Heads.Condition(Heads.Disc(1, 12, 3), field)), Is.False, "clipped by the ground that it reaches beyond");

        static bool Moves(Experiment experiment, params Tensor[] conditions)
        {
            using var training = new TrainingConditions([new ConditionsOnlySite("a", cat([.. conditions]))]);
            return Source(training, experiment, ConditionChannel.Tumour, ConditionChannel.Head).MovesInOneGround;
        }
    }

    [Test]
    public void Nuclei_that_are_all_cut_by_the_border_give_no_new_mask()
    {
        ConditionChannel[] channels = [ConditionChannel.Nuclei, ConditionChannel.Boundary];
        var experiment = Options(0, 1) with { Synthesis = new SynthesisOptions { Masks = NewMasks.Rearranged } };
        var (cut, nothing) = (Heads.Disc(0, 9, 4), Heads.Disc(0, 0, -1));
        using var training = new TrainingConditions([new ConditionsOnlySite("a", cat([Heads.Condition(cut, nothing), Heads.Condition(Heads.Disc(10, 10, 3), nothing)]))]);
        var source = Source(training, experiment, channels);
        Assert.That(Enumerable.Range(0, 8).Select(item => source.Of(new PlannedImage(item, 0, 0, Mixed: true))), Is.All.Null);
        Assert.That(source.Of(new PlannedImage(0, 0, 1, Mixed: true)), Is.Not.Null);
    }

    [Test]
    public void A_mixed_image_keeps_the_outline_of_its_head()
    {
        using var training = new TrainingConditions(Sites(ConditionChannel.Outline, ConditionChannel.Tumour));
        var source = Source(training, Options(0, 1), ConditionChannel.Outline, ConditionChannel.Tumour);
        var drawn = source.Of(new PlannedImage(0, 0, 1, Mixed: true))!;
        var donor = drawn.TumourSite == "a" ? drawn.Tumour.Sample : 2;
        Assert.That(Heads.MaskOf(drawn.X[0, 0]).Values, Is.EqualTo(Morphology.Outline(heads[1]).Values));
        Assert.That(Heads.MaskOf(drawn.X[0, 1]).Values, Is.EqualTo(Heads.And(tumours[donor], heads[1])));
    }

    [Test]
    public void The_classes_of_a_tumour_go_together_into_another_head_or_a_deformation()
    {
        ConditionChannel[] channels = [ConditionChannel.Head, ConditionChannel.Classes];
        var condition = (int i, int core) => Heads.Condition(heads[i], Heads.Disc(8, 8, core), Heads.Disc(8, 12, 2), Heads.Disc(13, 12, 3));
        using var training = new TrainingConditions([new ConditionsOnlySite("a", cat([condition(0, 1), condition(1, 2)]))]);
        var mixed = Source(training, Options(0, 1), channels).Of(new PlannedImage(0, 0, 0, Mixed: true))!.X;
        Assert.That(mixed.allclose(condition(0, 2)), Is.True);
        var deformed = Source(training, Options(1, 1), channels).Of(new PlannedImage(0, 0, 0, Mixed: false))!.X;
        Assert.That(deformed.shape, Is.EqualTo(condition(0, 1).shape));
        Assert.That((deformed[0].narrow(0, 1, 3) > 0).sum([1, 2]).data<long>().ToArray(), Is.All.Positive);
    }

    [Test]
    public void Too_small_a_tumour_is_drawn_again_and_at_last_left_out()
    {
        using var training = new TrainingConditions(Sites(ConditionChannel.Tumour, ConditionChannel.Head));
        var source = Source(training, Options(0, 20), ConditionChannel.Tumour, ConditionChannel.Head);

        // Only the second slice's tumour is large enough, so its own head finds none.
        Assert.That(source.Of(new PlannedImage(0, 0, 0, Mixed: true))!.Tumour.Sample, Is.EqualTo(1));
        Assert.That(Source(training, Options(0, 30), ConditionChannel.Tumour, ConditionChannel.Head).Of(new PlannedImage(0, 0, 1, Mixed: true)), Is.Null);
    }

    [Test]
    public void A_new_mask_of_left_out_conditions_is_none_that_the_generator_learned_from()
    {
        using var leftOut = new TrainingConditions(Sites(ConditionChannel.Tumour, ConditionChannel.Head));
        var mixed = Heads.Condition(tumours[1], heads[0]);
        using var learned = new TrainingConditions([new ConditionsOnlySite("a", mixed)]);
        var layout = new ConditionLayout(new DataOptions { Conditions = [ConditionChannel.Tumour, ConditionChannel.Head] });
        Assert.That(Drawn(null).Any(x => x.equal(mixed).all().ToBoolean()), Is.True, "it would be drawn");
        var told = Drawn(learned);
        Assert.That(told, Has.Count.EqualTo(20));
        Assert.That(told.Any(x => x.equal(mixed).all().ToBoolean()), Is.False);

        List<Tensor> Drawn(TrainingConditions? seen)
        {
            var source = new ConditionSource(Options(0, 1), leftOut, layout, seen);
            return [.. Enumerable.Range(0, 20).Select(item => source.Of(new PlannedImage(item, 0, 0, Mixed: true))).OfType<DrawnCondition>().Select(drawn => drawn.X)];
        }
    }

    [Test]
    public void A_deformed_mask_is_no_other_slices_mask()
    {
        // Of one pixel: moved by one or two it is another slice's.
        var places = Enumerable.Range(9, 7).SelectMany(row => Enumerable.Range(9, 7).Select(column => Heads.Condition(Heads.Disc(row, column, 0.5)))).ToArray();
        using var training = new TrainingConditions([new ConditionsOnlySite("a", cat(places))]);
        var own = places.Select(place => Key(place)).ToHashSet();
        var source = Source(training, Options(0.5, 1), ConditionChannel.Tumour);
        var drawn = Enumerable.Range(0, places.Length).Select(item => source.Of(new PlannedImage(item, 0, item, Mixed: false))).OfType<DrawnCondition>().ToList();
        Assert.That(drawn, Is.Not.Empty);
        Assert.That(drawn.Where(one => one.IsDeformed).Select(one => Key(one.X)).Intersect(own), Is.Empty);

        static string Key(Tensor x) => string.Concat(Heads.MaskOf(x[0, 0]).Values.Select(inside => inside ? '1' : '0'));
    }

    [Test]
    public void A_mixed_image_has_a_tumour_even_where_slices_may_have_none()
    {
        var empty = new ConditionsOnlySite("a", cat([Heads.Condition(Heads.Disc(0, 0, -1), heads[0]), Heads.Condition(Heads.Disc(0, 0, -1), heads[1])]));
        using var training = new TrainingConditions([empty]);
        var source = Source(training, Options(0, 0), ConditionChannel.Tumour, ConditionChannel.Head);
        Assert.That(source.Of(new PlannedImage(0, 0, 0, Mixed: true)), Is.Null);
        Assert.That(source.Of(new PlannedImage(0, 0, 0, Mixed: false)), Is.Not.Null);
    }

    [Test]
    public void A_single_slice_has_no_other_to_mix_with()
    {
        using var training = new TrainingConditions([new ConditionsOnlySite("a", Heads.Condition(tumours[0], heads[0]))]);
        Assert.That(Source(training, Options(0, 1), ConditionChannel.Tumour, ConditionChannel.Head).Of(new PlannedImage(0, 0, 0, Mixed: true)), Is.Null);
    }

    [Test]
    public void A_deformed_outline_is_that_of_the_deformed_head()
    {
        ConditionChannel[] channels = [ConditionChannel.Tumour, ConditionChannel.Outline, ConditionChannel.Head];
        var site = new ConditionsOnlySite("a", Heads.Condition(tumours[0], Morphology.Outline(heads[0]), heads[0]));
        using var training = new TrainingConditions([site]);
        var source = Source(training, Options(1, 1), channels);
        var changed = 0;
        for (var item = 0; item < 20; item++)
        {
            var masks = source.Of(new PlannedImage(item, 0, 0, Mixed: false))!.X[0];
            var (tumour, head) = (Heads.MaskOf(masks[0]), Heads.MaskOf(masks[2]));
            changed += head.Values.SequenceEqual(heads[0].Values) ? 0 : 1;
            Assert.That(Heads.MaskOf(masks[1]).Values, Is.EqualTo(Morphology.Outline(head).Values));
            Assert.That(Heads.And(tumour, head), Is.EqualTo(tumour.Values));
            Assert.That(tumour.Count, Is.AtLeast(1));
        }

        Assert.That(changed, Is.EqualTo(20));
    }

    [TestCase(1e-9, false)]
    [TestCase(1, true)]
    public void A_deformation_that_moves_no_pixel_is_none(double deform, bool isDeformed)
    {
        using var training = new TrainingConditions(Sites(ConditionChannel.Tumour, ConditionChannel.Head));
        var source = Source(training, Options(deform, 1), ConditionChannel.Tumour, ConditionChannel.Head);
        Assert.That(source.Of(new PlannedImage(0, 0, 0, Mixed: false))!.IsDeformed, Is.EqualTo(isDeformed));
    }

    [TestCase(true, 0)]
    [TestCase(false, 1)]
    [TestCase(true, 1)]
    public void A_changed_condition_still_names_its_own_site(bool mixed, double deform)
    {
        ConditionsOnlySite[] sites = [new("a", Named(0, tumours[0], heads[0])), new("b", Named(1, tumours[1], heads[1]))];
        using var training = new TrainingConditions(sites);
        var source = Source(training, Options(deform, 1), ConditionChannel.Tumour, ConditionChannel.Head);
        foreach (var site in new[] { 0, 1 })
        {
            var drawn = source.Of(new PlannedImage(site, site, 0, mixed))!.X;
            var (tumour, head) = (Heads.MaskOf(drawn[0, 0]), Heads.MaskOf(drawn[0, 1]));
            Assert.That(drawn.equal(Named(site, tumour, head)).all().ToBoolean(), Is.True);
            Assert.That(drawn.equal(training.At(site, 0)).all().ToBoolean(), Is.False);
        }
    }

    [Test]
    public void Rearranged_nuclei_still_name_their_own_site()
    {
        Mask nothing = Heads.Disc(0, 0, -1);
        using var training = new TrainingConditions([new ConditionsOnlySite("b", Named(1, tumours[0], nothing))]);
        var experiment = Options(0, 1) with { Synthesis = new SynthesisOptions { Masks = NewMasks.Rearranged } };
        var drawn = Source(training, experiment, ConditionChannel.Nuclei, ConditionChannel.Boundary).Of(new PlannedImage(0, 0, 0, Mixed: true))!.X;
        Assert.That(drawn.equal(Named(1, Heads.MaskOf(drawn[0, 0]), nothing)).all().ToBoolean(), Is.True);
        Assert.That(drawn.equal(training.At(0, 0)).all().ToBoolean(), Is.False);
    }

    [Test]
    public void The_same_item_has_the_same_condition_whatever_was_drawn_before()
    {
        using var training = new TrainingConditions(Sites(ConditionChannel.Tumour, ConditionChannel.Head));
        var source = Source(training, Options(1, 1), ConditionChannel.Tumour, ConditionChannel.Head);
        var planned = new PlannedImage(7, 0, 1, Mixed: true);
        var first = source.Of(planned)!.X;
        source.Of(new PlannedImage(8, 0, 1, Mixed: true));
        Assert.That(source.Of(planned)!.X.equal(first).all().ToBoolean(), Is.True);
    }

    [Test]
    public void Conditions_without_a_tumour_channel_are_refused() => Assert.That(
        () => new ConditionLayout(new DataOptions { Conditions = [ConditionChannel.Head] }), Throws.TypeOf<AsynDGAN.Core.UserException>().With.Message.Contains("no tumour channel"));

    private static Experiment Options(double deform, int min) => new()
    {
        Data = new DataOptions { MinMaskPixels = min },
        Synthesis = new SynthesisOptions { Deform = deform },
    };

    private static ConditionSource Source(TrainingConditions training, Experiment experiment, params ConditionChannel[] channels) =>
        new(experiment, training, new ConditionLayout(new DataOptions { Conditions = channels }));

    /// <summary>A condition of two masks that names the first or the second of two sites.</summary>
    private static Tensor Named(int site, Mask first, Mask second)
    {
        var (nothing, ground) = (Heads.Disc(0, 0, -1), new Mask(Heads.Size, Heads.Size, [.. first.Values.Zip(second.Values, (a, b) => !a && !b)]));
        return Heads.Condition(first, second, site == 0 ? ground : nothing, site == 1 ? ground : nothing);
    }

    /// <summary>Site a with the first two slices, site b with the third.</summary>
    private static ConditionsOnlySite[] Sites(params ConditionChannel[] channels)
    {
        var all = heads.Zip(tumours, (head, tumour) => Heads.Condition([.. channels.Select(channel => channel switch
        {
            ConditionChannel.Tumour => tumour,
            ConditionChannel.Head => head,
            _ => Morphology.Outline(head),
        })])).ToArray();
        return [new("a", cat(all[..2])), new("b", all[2])];
    }
}
