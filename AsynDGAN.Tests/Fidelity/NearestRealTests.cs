using AsynDGAN.Core.Fidelity;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Fidelity;

public class NearestRealTests
{
    [TestCase(1)]
    [TestCase(3)]
    public void It_is_the_nearest_over_all_shifts_and_both_sides(int channels)
    {
        using var scope = NewDisposeScope();
        var (images, reals) = (RandomImages.Of(7, 1, channels: channels), RandomImages.Of(11, 2, channels: channels));
        var matches = NearestReal.Of(images, Parts(reals, 4), ofOthers: false);
        for (var i = 0; i < 7; i++)
        {
            var distances = Enumerable.Range(0, 11).Select(real => BruteForce(images, i, reals, real)).ToArray();
            Assert.That(matches[i]!.Distance, Is.EqualTo(distances.Min()).Within(1e-5));
            Assert.That(distances[matches[i]!.Real], Is.EqualTo(distances.Min()).Within(1e-5));
        }
    }

    [Test]
    public void More_images_than_are_compared_at_once_are_all_compared()
    {
        using var scope = NewDisposeScope();
        var reals = RandomImages.Of(1100, 3, side: 10);
        int[] copied = [.. Enumerable.Range(0, 300).Select(i => 7 + 3 * i)];
        var matches = NearestReal.Of(reals.Some(copied), Parts(reals, 700), ofOthers: false);
        Assert.That(matches.Select(match => match!.Real), Is.EqualTo(copied));
        Assert.That(matches.Select(match => match!.Distance), Is.All.EqualTo(0).Within(1e-9));
    }

    [TestCase(0, 0, false)]
    [TestCase(1, 0, false)]
    [TestCase(-2, 1, false)]
    [TestCase(0, 0, true)]
    [TestCase(2, -2, true)]
    public void A_copy_is_at_no_distance_also_shifted_mirrored_or_of_other_contrast(int down, int right, bool mirrored)
    {
        using var scope = NewDisposeScope();
        var reals = RandomImages.Of(9, 4);
        var (images, grounds) = (reals.Images.roll([down, right], [2, 3]), reals.Free.roll([down, right], [2, 3]));
        (images, grounds) = mirrored ? (images.flip(3), grounds.flip(3)) : (images, grounds);
        var copies = new ComparedImages(images * 0.8 + 0.1, grounds, reals.Patients);
        var matches = NearestReal.Of(copies, Parts(reals, 9), ofOthers: false);
        Assert.That(matches.Select(match => match!.Real), Is.EqualTo(Enumerable.Range(0, 9)));
        Assert.That(matches.Select(match => match!.Distance), Is.All.EqualTo(0).Within(1e-6));
    }

    [Test]
    public void Reals_of_the_own_patient_are_passed_over_where_those_of_others_are_asked_for()
    {
        using var scope = NewDisposeScope();
        var reals = RandomImages.Of(6, 5);
        var others = NearestReal.Of(reals, Parts(reals, 2), ofOthers: true);
        for (var i = 0; i < 6; i++)
        {
            var distances = Enumerable.Range(0, 6).Where(real => real != i).Select(real => BruteForce(reals, i, reals, real));
            Assert.That(others[i]!.Real, Is.Not.EqualTo(i));
            Assert.That(others[i]!.Distance, Is.EqualTo(distances.Min()).Within(1e-5));
        }

        Assert.That(NearestReal.Of(reals.Some(2), Parts(reals.Some(2), 1), ofOthers: true), Is.EqualTo(new NearMatch?[] { null }));
    }

    [Test]
    public void A_large_copy_is_found_at_the_resolution_that_is_compared()
    {
        using var scope = NewDisposeScope();
        var reals = RandomImages.Of(4, 6, side: 100);
        var noisy = reals with { Images = reals.Images + 0.01 * randn_like(reals.Images) };
        var matches = NearestReal.Of(noisy, Parts(reals, 4), ofOthers: false);
        Assert.That(matches.Select(match => match!.Real), Is.EqualTo(Enumerable.Range(0, 4)));
        Assert.That(matches.Select(match => match!.Distance), Is.All.LessThan(0.01));
    }

    private static IEnumerable<Func<ComparedImages>> Parts(ComparedImages all, int size) =>
        Enumerable.Range(0, all.Patients.Count).Chunk(size).Select(positions => (Func<ComparedImages>)(() => all.Some(positions)));

    /// <summary>Pixel by pixel, as the definition has it.</summary>
    private static double BruteForce(ComparedImages images, int image, ComparedImages reals, int real)
    {
        var (x, y, ground) = (Values(images.Images[image]), Values(reals.Images[real]), images.Free[image].contiguous().data<bool>().ToArray());
        var (channels, side) = ((int)images.Images.shape[1], (int)images.Images.shape[2]);
        var best = double.PositiveInfinity;
        foreach (var mirrored in new[] { false, true })
        {
            for (var down = -2; down <= 2; down++)
            {
                for (var right = -2; right <= 2; right++)
                {
                    var pairs = new List<(double X, double Y)>();
                    for (var place = 0; place < side * side; place++)
                    {
                        var (row, column) = (place / side + down, (mirrored ? side - 1 - place % side : place % side) + right);
                        if (ground[place] && row >= 0 && row < side && column >= 0 && column < side)
                        {
                            pairs.AddRange(Enumerable.Range(0, channels).Select(c => (x[c * side * side + place], y[c * side * side + row * side + column])));
                        }
                    }

                    best = Math.Min(best, 1 - Pearson(pairs));
                }
            }
        }

        return best;

        static double[] Values(Tensor image) => [.. image.contiguous().data<float>().ToArray().Select(value => (double)value)];
    }

    private static double Pearson(IReadOnlyCollection<(double X, double Y)> pairs)
    {
        var (mx, my) = (pairs.Average(p => p.X), pairs.Average(p => p.Y));
        return pairs.Sum(p => (p.X - mx) * (p.Y - my)) / Math.Sqrt(pairs.Sum(p => (p.X - mx) * (p.X - mx)) * pairs.Sum(p => (p.Y - my) * (p.Y - my)));
    }
}
