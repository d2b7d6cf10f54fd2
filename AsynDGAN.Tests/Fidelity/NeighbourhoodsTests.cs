using AsynDGAN.Core.Fidelity;
using AsynDGAN.Core.Platform;

namespace AsynDGAN.Tests.Fidelity;

public class NeighbourhoodsTests
{
    /// <summary>The definitions written out, image by image.</summary>
    [Test]
    public void The_measures_are_those_of_the_definitions([Values(1, 3)] int imagesOfAPatient)
    {
        var (real, drawn) = (Normal(1, 40, imagesOfAPatient), Normal(2, 30, imagesOfAPatient, centre: 0.7));
        var (ball, drawnBall) = (Radii(real), Radii(drawn));
        var found = new Neighbourhoods(real, drawn).Of(real.Once(), drawn.Once())!;
        Assert.Multiple(() =>
        {
            Assert.That(found.Precision, Is.EqualTo(drawn.Values.Average(y => real.Values.Index().Any(x => Far(x.Item, y) <= ball[x.Index]) ? 1.0 : 0)).Within(1e-12));
            Assert.That(found.Recall, Is.EqualTo(real.Values.Average(x => drawn.Values.Index().Any(y => Far(x, y.Item) <= drawnBall[y.Index]) ? 1.0 : 0)).Within(1e-12));
            Assert.That(found.Density, Is.EqualTo(drawn.Values.Average(y => real.Values.Index().Count(x => Far(x.Item, y) <= ball[x.Index]) / 5.0)).Within(1e-12));
            Assert.That(found.Coverage, Is.EqualTo(real.Values.Index().Average(x => drawn.Values.Any(y => Far(x.Item, y) <= ball[x.Index]) ? 1.0 : 0)).Within(1e-12));
            Assert.That(found.Precision, Is.InRange(0.1, 0.99), "the sets are neither apart nor one");
        });
    }

    [Test]
    public void Two_samples_of_one_distribution_lie_in_each_other()
    {
        var (a, b) = (Normal(1, 300), Normal(2, 300));
        var found = new Neighbourhoods(a, b).Of(a.Once(), b.Once())!;
        Assert.That(new[] { found.Precision, found.Recall, found.Coverage }, Is.All.GreaterThan(0.85));
        Assert.That(found.Density, Is.EqualTo(1).Within(0.15));
    }

    [Test]
    public void A_collapsed_set_is_precise_but_neither_recalls_nor_covers()
    {
        var (real, drawn) = (Normal(1, 300), Normal(2, 300, scale: 0.05));
        var found = new Neighbourhoods(real, drawn).Of(real.Once(), drawn.Once())!;
        Assert.That(found.Precision, Is.GreaterThan(0.95));
        Assert.That(new[] { found.Recall, found.Coverage }, Is.All.LessThan(0.25));
    }

    [Test]
    public void A_shifted_set_is_not_precise()
    {
        var (real, drawn) = (Normal(1, 300), Normal(2, 300, centre: 4));
        var found = new Neighbourhoods(real, drawn).Of(real.Once(), drawn.Once())!;
        Assert.That(new[] { found.Precision, found.Density, found.Coverage }, Is.All.LessThan(0.1));
    }

    /// <summary>Copies of the real images, but for their patients' other images, lie where they lie.</summary>
    [Test]
    public void Neighbours_of_one_patient_do_not_make_a_ball()
    {
        // Six patients a unit apart, each with images so near to one another that five of them would fill a ball of their own.
        var rows = Enumerable.Range(0, 6).SelectMany(p => Enumerable.Range(0, 6).Select(i => new[] { p + 0.001 * i })).ToList();
        var patients = Enumerable.Range(0, 36).Select(i => $"p{i / 6}").ToList();
        var real = new FeatureSet(rows, patients);
        var between = new FeatureSet([.. rows.Select(row => new[] { row[0] + 0.4 })], patients);
        var found = new Neighbourhoods(real, between).Of(real.Once(), between.Once())!;
        Assert.That(found.Precision, Is.EqualTo(1));
        Assert.That(found.Recall, Is.EqualTo(1));
    }

    [Test]
    public void Without_five_images_of_other_patients_there_are_none()
    {
        var real = new FeatureSet([.. Enumerable.Range(0, 10).Select(i => new double[] { i })], [.. Enumerable.Range(0, 10).Select(i => i < 6 ? "a" : "b")]);
        var drawn = Normal(2, 20, width: 1);
        Assert.That(new Neighbourhoods(real, drawn).Of(real.Once(), drawn.Once()), Is.Null, "four of b");
        Assert.That(new Neighbourhoods(drawn, drawn).Of([.. drawn.Once().Select((_, i) => i < 5 ? 1 : 0)], drawn.Once()), Is.Null, "five patients of a resample");
    }

    [Test]
    public void Patients_count_as_often_as_they_are_drawn_and_are_one_neighbour()
    {
        var (real, drawn) = (Normal(1, 40), Normal(2, 40, centre: 0.5));
        int[] times = [.. real.Once().Select((_, i) => i % 4 == 0 ? 0 : i % 3 == 0 ? 2 : 1)];
        var kept = real.Only(Enumerable.Range(0, 40).Where(i => times[real.OwnerOf[i]] > 0));
        int[] keptTimes = [.. kept.Patients.Select(patient => times[Enumerable.Range(0, 40).First(i => real.Patients[i] == patient)])];
        var all = new Neighbourhoods(real, drawn).Of(times, drawn.Once())!;
        Assert.That(all, Is.EqualTo(new Neighbourhoods(kept, drawn).Of(keptTimes, drawn.Once())), "who is not drawn is not there");
        var once = new Neighbourhoods(kept, drawn).Of(kept.Once(), drawn.Once())!;
        Assert.That(all.Precision, Is.EqualTo(once.Precision), "the balls are the same");
    }

    [Test]
    public void The_order_of_images_means_nothing()
    {
        var (real, drawn) = (Normal(1, 60, 2), Normal(2, 60, 2));
        var mixed = real.Only(new SplitMix64(5).Permutation(60));
        var (a, b) = (new Neighbourhoods(real, drawn).Of(real.Once(), drawn.Once())!, new Neighbourhoods(mixed, drawn).Of(mixed.Once(), drawn.Once())!);
        Assert.That(b, Is.EqualTo(a));
    }

    private static FeatureSet Normal(ulong seed, int count, int imagesOfAPatient = 1, double centre = 0, double scale = 1, int width = 3)
    {
        var random = new SplitMix64(seed);
        return new FeatureSet(
            [.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, width).Select(_ => centre + scale * random.NextNormal()).ToArray())],
            [.. Enumerable.Range(0, count).Select(i => $"p{i / imagesOfAPatient}")]);
    }

    private static double[] Radii(FeatureSet set) =>
    [
        .. set.Values.Select((x, i) => set.Values.Where((_, j) => set.OwnerOf[j] != set.OwnerOf[i]).Select(y => Far(x, y)).Order().ElementAt(4)),
    ];

    private static double Far(double[] x, double[] y) => x.Zip(y, (a, b) => (a - b) * (a - b)).Sum();
}
