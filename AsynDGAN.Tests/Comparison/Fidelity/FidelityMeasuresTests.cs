using AsynDGAN.Core.Comparison.Fidelity;
using AsynDGAN.Core.Comparison.Statistics;
using AsynDGAN.Core.Fidelity;
using AsynDGAN.Core.Platform;

namespace AsynDGAN.Tests.Comparison.Fidelity;

public class FidelityMeasuresTests
{
    private static readonly string[] names = [.. FidelityMeasures.Names];

    [Test]
    public void Of_one_distribution_a_second_sample_is_as_near_as_a_third()
    {
        var (real, drawn, floor) = (Patients(1), Patients(2), Patients(3));
        var (values, ends, others) = (Of(real, drawn), Intervals(real, drawn), Of(real, floor));
        Assert.Multiple(() =>
        {
            Assert.That(others[0], Is.InRange(ends[0].Lower, ends[0].Upper), names[0]);
            Assert.That(others[1], Is.InRange(ends[1].Lower, ends[1].Upper), names[1]);
            foreach (var (i, name) in names.Index())
            {
                Assert.That(values[i], Is.InRange(ends[i].Lower, ends[i].Upper), name);
            }

            foreach (var (i, name) in names.Index().Skip(2))
            {
                Assert.That(values[i], Is.EqualTo(others[i]).Within(0.2), name);
            }

            Assert.That(Intervals(real, Patients(2, centre: 1))[0].Lower, Is.GreaterThan(others[0]), "that of a shifted set is above it");
        });
    }

    /// <summary>As many images of fewer patients know less.</summary>
    [Test]
    public void Fewer_patients_have_wider_intervals()
    {
        var (few, many) = (Intervals(Patients(1, 12, 10), Patients(2, 12, 10)), Intervals(Patients(1, 120, 1), Patients(2, 120, 1)));
        Assert.That(few[0].Upper - few[0].Lower, Is.GreaterThan(1.5 * (many[0].Upper - many[0].Lower)));
        Assert.That(few[1].Upper - few[1].Lower, Is.GreaterThan(1.5 * (many[1].Upper - many[1].Lower)));
    }

    [Test]
    public void The_same_images_give_the_same_numbers_in_whatever_order()
    {
        var (real, drawn) = (Patients(1), Patients(2, centre: 0.5));
        var (mixed, mixedDrawn) = (real.Only(new SplitMix64(5).Permutation(real.Count)), drawn.Only(new SplitMix64(6).Permutation(drawn.Count)));
        Assert.That(Of(mixed, mixedDrawn), Is.EqualTo(Of(real, drawn)).Within(1e-9));
        var ends = Ends(real, drawn).ToArray();
        Assert.That(Ends(mixed, mixedDrawn), Is.EqualTo(ends).Within(1e-9));
        Assert.That(Ends(real, drawn), Is.EqualTo(ends), "to the bit a second time");
    }

    [Test]
    public void From_fewer_than_five_patients_there_are_no_intervals_and_of_too_few_images_no_neighbourhoods()
    {
        var (few, many) = (Patients(1, 4, 8), Patients(2));
        Assert.That(new FidelityMeasures(few, many).Intervals(_ => { }, CancellationToken.None), Is.All.Null);
        Assert.That(new FidelityMeasures(few, many).Values(), Is.All.Not.Null);
        var one = Patients(1, 1, 8);
        Assert.That(new FidelityMeasures(one, many).Values().Select(value => value is null), Is.EqualTo(new[] { false, true, true, true, true, true }));
    }

    [Test]
    public void Shares_have_intervals_of_shares()
    {
        var ends = Intervals(Patients(1), Patients(2, centre: 50));
        Assert.That(ends[2], Is.EqualTo(new ConfidenceInterval(0, 0, 0)), "precision");
        Assert.That(Intervals(Patients(1), Patients(1))[5].Upper, Is.LessThanOrEqualTo(1), "coverage");
    }

    private static double[] Of(FeatureSet real, FeatureSet drawn) => [.. new FidelityMeasures(real, drawn).Values().OfType<double>()];

    private static ConfidenceInterval[] Intervals(FeatureSet real, FeatureSet drawn) =>
        [.. new FidelityMeasures(real, drawn).Intervals(_ => { }, CancellationToken.None).OfType<ConfidenceInterval>()];

    private static IEnumerable<double> Ends(FeatureSet real, FeatureSet drawn) => Intervals(real, drawn).SelectMany(interval => new[] { interval.Lower, interval.Upper });

    /// <summary>Images about their patient's mean, which has as much spread as they have about it.</summary>
    private static FeatureSet Patients(ulong seed, int patients = 40, int images = 3, double centre = 0)
    {
        var random = new SplitMix64(seed);
        var (rows, names) = (new List<double[]>(), new List<string>());
        for (var p = 0; p < patients; p++)
        {
            double[] mean = [centre + random.NextNormal(), centre + random.NextNormal()];
            for (var i = 0; i < images; i++)
            {
                rows.Add([mean[0] + random.NextNormal(), mean[1] + random.NextNormal()]);
                names.Add($"{p}");
            }
        }

        return new FeatureSet(rows, names);
    }
}
