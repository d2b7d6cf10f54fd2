using System.Runtime.InteropServices;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data.Batches;
using AsynDGAN.Core.Data.Preparation;
using AsynDGAN.Core.Data.Sources;
using AsynDGAN.Core.Imaging;
using AsynDGAN.Core.Platform;
using AsynDGAN.Core.Runs;
using FsCheck;
using FsCheck.Fluent;
using TorchSharp;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Data.Batches;

public class SampleSetTests
{
    private const int Size = 32;

    private static readonly DataOptions options = new() { ImageSize = Size, MinMaskPixels = 0 };
    private static readonly PairTransform identity = PairTransform.Identity(Size);

    private DisposeScope scope = null!;

    [SetUp]
    public void Open() => scope = NewDisposeScope();

    [TearDown]
    public void Close() => scope.Dispose();

    [Test]
    public void Pairs_are_float32_in_the_range_of_the_networks()
    {
        using var set = Set(options, TestCases.Head("1", 60, 60, 20), TestCases.Head("2", 60, 60, 25));
        var pair = set.Take([1, 0, 1]);
        Assert.That(pair.Condition.shape, Is.EqualTo(new long[] { 3, 2, Size, Size }));
        Assert.That(pair.Image.shape, Is.EqualTo(new long[] { 3, 1, Size, Size }));
        Assert.That((pair.Condition.dtype, pair.Image.dtype), Is.EqualTo((ScalarType.Float32, ScalarType.Float32)));
        Assert.That(Values(pair.Condition).Distinct(), Is.EquivalentTo(new[] { -1f, 1f }));
        Assert.That(Values(pair.Image), Is.All.InRange(-1f, 1f));
        Assert.That(Equal(pair.Image[0], pair.Image[2]));
        Assert.That(Equal(pair.Image[0], pair.Image[1]), Is.False);
        Assert.That(pair.Image.requires_grad, Is.False);
    }

    [Test]
    public void Images_are_resized_with_antialiasing_and_masks_by_the_nearest()
    {
        var slice = TestCases.Head("1", 60, 60, 20);
        using var set = Set(options, slice);
        var pair = set.Take([0]);
        var image = Resize.Bilinear(tensor(Array.ConvertAll(slice.Image.Values, value => (float)value), [1, 1, 60, 60]), Size, Size);
        var mask = Resize.Nearest(tensor(Array.ConvertAll(slice.Mask.Values, value => (float)value), [1, 1, 60, 60]), Size, Size);
        Assert.That((pair.Image - (image / 130 - 1).clamp(-1, 1)).abs().max().ToSingle(), Is.LessThan(1e-6), "white is 2.6 times 100");
        Assert.That(Equal(pair.Condition.narrow(1, 0, 1), mask / 127.5 - 1));
    }

    [Test]
    public void The_identity_changes_nothing()
    {
        using var set = Set(options, TestCases.Head("1", Size, Size, 12));
        var (plain, same) = (set.Take([0]), set.Take([0], [identity]));
        Assert.That(Equal(plain.Image, same.Image) && Equal(plain.Condition, same.Condition));

        // At the images' own size resizing is none either.
        var stored = TestCases.Head("1", Size, Size, 12).Image.Values.Select(value => Math.Clamp(value / 130f - 1, -1, 1));
        Assert.That(Values(plain.Image), Is.EqualTo(stored).Within(1e-6));
    }

    [TestCase(true, false)]
    [TestCase(false, true)]
    [TestCase(true, true)]
    public void Flips_are_exact(bool horizontal, bool vertical)
    {
        using var set = Set(options, Random(60, 60));
        var (plain, flipped) = (set.Take([0]), set.Take([0], [identity with { FlipHorizontal = horizontal, FlipVertical = vertical }]));
        var dims = (horizontal ? new long[] { 3 } : []).Concat(vertical ? [2] : []).ToArray();
        Assert.That(Equal(flipped.Image, plain.Image.flip(dims)));
        Assert.That(Equal(flipped.Condition, plain.Condition.flip(dims)));
    }

    [TestCase(90, -1)]
    [TestCase(-90, 1)]
    [TestCase(180, 2)]
    public void Turning_is_clockwise_and_quarter_turns_are_exact(double degrees, int quarters)
    {
        using var set = Set(options, Random(Size, Size));
        var (plain, turned) = (set.Take([0]), set.Take([0], [identity with { Degrees = degrees }]));
        Assert.That((turned.Image - plain.Image.rot90(quarters, (2, 3))).abs().max().ToSingle(), Is.LessThan(1e-4));
        Assert.That(Equal(turned.Condition, plain.Condition.rot90(quarters, (2, 3))));
    }

    [Test]
    public void Shifts_go_right_and_down_with_background_behind()
    {
        using var set = Set(options, Random(Size, Size));
        var plain = set.Take([0]);
        var moved = set.Take([0], [identity with { ShiftX = 3.0 / Size, ShiftY = 2.0 / Size }]);
        foreach (var (before, after) in new[] { (plain.Image, moved.Image), (plain.Condition, moved.Condition) })
        {
            var expected = full_like(before, -1);
            expected.narrow(2, 2, Size - 2).narrow(3, 3, Size - 3).copy_(before.narrow(2, 0, Size - 2).narrow(3, 0, Size - 3));
            Assert.That((after - expected).abs().max().ToSingle(), Is.LessThan(1e-4));
        }
    }

    [Test]
    public void A_larger_scale_makes_things_larger_in_place()
    {
        using var set = Set(options, TestCases.Head("1", 64, 64, 16));
        double Area(double scale) => (set.Take([0], [identity with { Scale = scale }]).Condition[0, 1] > 0).sum().ToSingle();
        Assert.That(Area(1.2) / Area(1), Is.EqualTo(1.44).Within(0.1));
        Assert.That(Area(0.8) / Area(1), Is.EqualTo(0.64).Within(0.1));
    }

    [Test]
    public void The_crop_is_a_part_of_the_larger_pair()
    {
        using var set = Set(options, Random(60, 60));
        using var larger = Set(options with { ImageSize = 40 }, Random(60, 60));
        var (cut, whole) = (set.Take([0], [identity with { LoadSize = 40, Top = 3, Left = 8 }]), larger.Take([0]));
        Assert.That(Equal(cut.Image, whole.Image.narrow(2, 3, Size).narrow(3, 8, Size)));
        Assert.That(Equal(cut.Condition, whole.Condition.narrow(2, 3, Size).narrow(3, 8, Size)));
    }

    [Test]
    public void An_image_that_is_its_mask_stays_its_mask_under_any_change()
    {
        // White is the mask's 255 by range, so image and condition agree up to the interpolation at the mask's border.
        var disc = TestCases.Picture(60, 60, (y, x) => Math.Pow(y - 34, 2) + Math.Pow(x - 24, 2) < 150 ? 255 : 0);
        var range = options with { Normalise = new NormaliseOptions { By = NormaliseBy.Range }, Conditions = [ConditionChannel.Tumour] };
        using var set = Set(range, new CaseSlice("1", disc, disc));
        var augmentation = new Augmentation(new AugmentOptions { Flip = Flip.Both, Shift = 0.2, Rotate = 180, Scale = 0.3, LoadSize = 37 }, Size);
        Prop.ForAll(Arb.From(Gen.Choose(0, 100000)), exchange =>
        {
            using var inner = NewDisposeScope();
            var pair = set.Take([0], augmentation.Draw(new SplitMix64((ulong)exchange), 1));

            // Half-way values lie at the mask's border only: what differs in sign has a neighbour of the other side. The
            // outermost pixels are not asked, since some of their neighbours are cropped away.
            var mask = (pair.Condition > 0).to(ScalarType.Float32);
            var border = nn.functional.max_pool2d(mask, 3, 1, 1) - -nn.functional.max_pool2d(-mask, 3, 1, 1);
            var differs = ((pair.Image > 0) != (pair.Condition > 0)).to(ScalarType.Float32);
            return (differs * (1 - border)).narrow(2, 1, Size - 2).narrow(3, 1, Size - 2).sum().ToSingle() == 0;
        }).QuickCheckThrowOnFailure();
    }

    [Test]
    public void The_condition_has_the_channels_asked_for_in_order()
    {
        var slice = TestCases.Head("1", 60, 60, 20);
        using var set = Set(options with { Conditions = [ConditionChannel.Outline, ConditionChannel.Tumour, ConditionChannel.Head] }, slice);
        using var usual = Set(options, slice);
        var (condition, reference) = (set.Take([0]).Condition, usual.Take([0]).Condition);
        Assert.That(Equal(condition.narrow(1, 1, 2), reference));

        var head = new Mask(Size, Size, Values(reference[0, 1]).Select(value => value > 0).ToArray());
        Assert.That(Values(condition[0, 0]).Select(value => value > 0), Is.EqualTo(Morphology.Outline(head).Values));
    }

    [Test]
    public void Sixteen_bits_give_the_same_pair_as_eight()
    {
        using var eight = Set(options, TestCases.Head("1", 60, 60, 20));
        using var sixteen = Set(options, TestCases.Head("1", 60, 60, 20, 16));
        Assert.That((sixteen.Take([0]).Image - eight.Take([0]).Image).abs().max().ToSingle(), Is.LessThan(1e-5));
        Assert.That(Equal(sixteen.Take([0]).Condition, eight.Take([0]).Condition));
    }

    [Test]
    public void Samples_of_different_sizes_are_drawn_together()
    {
        using var set = Set(options, TestCases.Head("1", 60, 60, 20), TestCases.Head("2", 33, 47, 12));
        var both = set.Take([0, 1]);
        Assert.That(Equal(both.Image[1], set.Take([1]).Image[0]));
    }

    [Test]
    public void What_is_drawn_shares_nothing_with_what_is_kept()
    {
        using var set = Set(options, TestCases.Head("1", Size, Size, 12));
        var first = set.Take([0]);
        var (image, condition) = (first.Image.clone(), first.Condition.clone());
        first.Image.fill_(0);
        first.Condition.fill_(0);
        var second = set.Take([0]);
        Assert.That(Equal(second.Image, image) && Equal(second.Condition, condition));
    }

    [Test]
    public void Drawing_leaves_no_tensors_behind()
    {
        using var set = Set(options, Random(60, 60));
        var augmentation = new Augmentation(new AugmentOptions { Shift = 0.1, Rotate = 10 }, Size);
        using (NewDisposeScope())
        {
            set.Take([0], augmentation.Draw(new SplitMix64(0), 1));
        }

        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        using (NewDisposeScope())
        {
            for (var exchange = 0; exchange < 5; exchange++)
            {
                set.Take([0, 0], augmentation.Draw(new SplitMix64((ulong)exchange), 2));
                set.Take([0]);
            }

            Assert.That(DisposeScopeManager.Statistics.ThreadTotalLiveCount - before, Is.EqualTo(20), "two tensors a call");
        }

        Assert.That(DisposeScopeManager.Statistics.ThreadTotalLiveCount, Is.EqualTo(before));
    }

    [Test]
    public void A_set_that_is_disposed_of_frees_its_tensors()
    {
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        using (Set(options, Random(60, 60), TestCases.Head("2", 33, 47, 12)))
        {
            Assert.That(DisposeScopeManager.Statistics.ThreadTotalLiveCount - before, Is.EqualTo(6));
        }

        Assert.That(DisposeScopeManager.Statistics.ThreadTotalLiveCount, Is.EqualTo(before));
    }

    [Test]
    public void What_is_kept_from_the_first_draw_gives_the_same_bits([Values(Size, Size + 5)] int load, [Values(0, 0.1)] double shift)
    {
        var augment = new AugmentOptions { Flip = Flip.Both, Shift = shift, LoadSize = load };
        var drawing = options with { Augment = augment, Conditions = [ConditionChannel.Tumour, ConditionChannel.Outline] };
        using var set = Set(drawing, Random(60, 60), TestCases.Head("2", 33, 47, 12));
        Assert.That(set.BytesKept, Is.EqualTo(2 * 3 * load * load * sizeof(float)));
        for (var exchange = 0; exchange < 12; exchange++)
        {
            using var fresh = Set(drawing, Random(60, 60), TestCases.Head("2", 33, 47, 12));
            var (kept, made) = (set.Take([1, 0], new SplitMix64((ulong)exchange)), fresh.Take([1, 0], new SplitMix64((ulong)exchange)));
            Assert.That(Equal(kept.Image, made.Image) && Equal(kept.Condition, made.Condition), $"exchange {exchange}");
        }
    }

    [Test]
    public void What_is_kept_is_freed_with_the_set()
    {
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        using (var set = Set(options, Random(60, 60)))
        {
            using var scope = NewDisposeScope();
            set.Take([0], new SplitMix64(1));
        }

        Assert.That(DisposeScopeManager.Statistics.ThreadTotalLiveCount, Is.EqualTo(before));
    }

    [Test]
    public void The_channels_of_a_mirrored_mask_are_the_mirrored_channels()
    {
        var labels = randint(0, 5, [1, 1, 40, 40]).to(float32);
        long[][] mirrored = [[2], [3], [2, 3]];
        foreach (var axes in mirrored)
        {
            Assert.That(Equal(InstanceBoundary.BetweenTouching(labels.flip(axes)), InstanceBoundary.BetweenTouching(labels).flip(axes)));
        }
    }

    [TestCase(0.8, 1)]
    [TestCase(1, 1.2)]
    [TestCase(1.3, 0.9)]
    public void Intensities_are_those_of_the_formula_and_the_condition_and_what_is_kept_stay(double gamma, double contrast)
    {
        using var set = Set(options, Random(60, 60));
        var plain = set.Take([0], [identity]);
        var lit = set.Take([0], [identity with { Gamma = gamma, Contrast = contrast }]);
        var expected = Values(plain.Image).Select(value => Math.Min(1, 2 * contrast * Math.Pow((value + 1) / 2, gamma) - 1));
        Assert.That(Values(lit.Image).Select(value => (double)value), Is.EqualTo(expected).Within(1e-5));
        Assert.That(Equal(lit.Condition, plain.Condition));
        Assert.That(Equal(set.Take([0], [identity]).Image, plain.Image));
    }

    [Test]
    public void A_random_state_draws_the_changes_that_the_options_allow()
    {
        var augment = new AugmentOptions { Flip = Flip.Both, Shift = 0.1, Rotate = 20, Scale = 0.1 };
        using var set = Set(options with { Augment = augment }, Random(60, 60));
        var drawn = set.Take([0, 0], new SplitMix64(4));
        var expected = set.Take([0, 0], new Augmentation(augment, Size).Draw(new SplitMix64(4), 2));
        Assert.That(Equal(drawn.Image, expected.Image) && Equal(drawn.Condition, expected.Condition));
        Assert.That(Equal(drawn.Image[0], drawn.Image[1]), Is.False);
    }

    [Test]
    public void A_copy_in_16_bits_has_the_content_of_its_picture_of_8_and_others_their_own()
    {
        var slice = Random(Size, Size);
        Assert.That(Content(8, 1), Is.EqualTo(Known(0, 1)));
        Assert.That(Content(16, 257), Is.EqualTo(Known(0, 1)));
        Assert.That(Content(16, 256), Is.EqualTo(Known(-32768, 256)), "as networks of earlier versions know it");

        string? Content(int bits, int factor)
        {
            var image = new PixelArray(Size, Size, 1, bits, Array.ConvertAll(slice.Image.Values, value => (ushort)(factor * value)));
            using var set = Set(options, new CaseSlice("r", image, slice.Mask));
            return set.Content(0);
        }

        string Known(int shift, int factor) =>
            Digest.OfBytes(MemoryMarshal.AsBytes(Array.ConvertAll(slice.Image.Values, value => (float)(factor * value + shift)).AsSpan()))[..16];
    }

    [TestCase(8)]
    [TestCase(16)]
    public void Patches_have_the_content_of_their_whole_picture(int bits)
    {
        var slice = new CaseSlice("r", TestCases.Picture(20, 33, (row, column) => (7 * row + 5 * column) % 251, bits), TestCases.Constant(20, 33, 255));
        var cut = options with { ImageSize = 8, Patch = new PatchOptions { Size = 8 } };
        using var whole = Set(options, slice);
        using var patches = new SampleSet(Sample.Of(new CasePreparation(cut).Prepare(TestCases.Of("p", "A", [slice]), [], inPatches: true).Slices), [], cut, 0, CPU, CPU);
        Assert.That(patches.Contents(), Is.EqualTo(Enumerable.Repeat(whole.Content(0), 3 * 5)));
        Assert.That(whole.Contents(), Is.EqualTo(new[] { whole.Content(0) }).And.All.Not.Null);
    }

    [TestCase(8, 1)]
    [TestCase(16, 257)]
    [TestCase(16, 256)]
    public void A_decoded_channel_is_known_by_its_stored_values_and_one_of_one_value_by_nothing(int bits, int factor)
    {
        var grey = TestCases.Picture(20, 33, (row, column) => factor * ((7 * row + 5 * column) % 251), bits);
        var colour = new PixelArray(20, 33, 3, bits, [.. grey.Values.SelectMany((value, i) => new ushort[] { value, (ushort)(factor * 9), grey.Values[^(i + 1)] })]);
        using var set = Set(options, new CaseSlice("r", grey, TestCases.Constant(20, 33, 255)));
        Assert.That(DecodedImage.Digests(grey), Is.EqualTo(new[] { set.Content(0) }));
        Assert.That(DecodedImage.Digests(colour), Has.Count.EqualTo(2).And.Unique);
        Assert.That(DecodedImage.Digests(colour)[0], Is.EqualTo(set.Content(0)));
    }

    private static SampleSet Set(DataOptions options, params CaseSlice[] slices)
    {
        var @case = TestCases.Of("p", "A", slices);
        return new(Sample.Of(new CasePreparation(options).Prepare(@case, [], inPatches: false).Slices), [], options, 0, CPU, CPU);
    }

    /// <summary>Random grey values and a random mask.</summary>
    private static CaseSlice Random(int height, int width)
    {
        var random = new SplitMix64(5);
        return new CaseSlice(
            "r", TestCases.Picture(height, width, (_, _) => random.Below(256)), TestCases.Picture(height, width, (_, _) => 255 * random.Below(2)));
    }

    private static bool Equal(Tensor first, Tensor second) => first.Equals(second);

    private static float[] Values(Tensor values) => values.contiguous().data<float>().ToArray();
}
