using AsynDGAN.Core.Fidelity;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Fidelity;

public class NearCopiesTests
{
    [Test]
    public void The_threshold_of_19_is_their_least_and_of_fewer_there_is_none()
    {
        var distances = Enumerable.Range(1, 19).Select(i => i / 19.0).Reverse().ToArray();
        Assert.That(NearCopies.Threshold(distances), Is.EqualTo(1 / 19.0).Within(1e-12));
        Assert.That(NearCopies.Threshold(distances.Skip(1)), Is.Null);
        Assert.That(NearCopies.Threshold(Enumerable.Range(1, 59).Select(i => (double)i)), Is.EqualTo(3).Within(1e-12));
    }

    [Test]
    public void In_a_resample_each_distance_counts_as_often_as_its_patient_was_drawn()
    {
        double[] distances = [1, 2, 3, 4];
        int[] times = [0, 3, 40, 16];
        var spelt = distances.Zip(times).SelectMany(distance => Enumerable.Repeat(distance.First, distance.Second));
        Assert.That(NearCopies.Threshold(distances, times), Is.EqualTo(NearCopies.Threshold(spelt)).And.EqualTo(2).Within(1e-12));
        Assert.That(NearCopies.Threshold(distances, [0, 3, 41, 16]), Is.EqualTo(2 + 0.05).Within(1e-12));
        Assert.That(NearCopies.Threshold(distances, [0, 0, 1, 2]), Is.EqualTo(3), "too few: the least");
    }

    [Test]
    public void The_share_counts_what_lies_below_the_threshold()
    {
        Assert.That(NearCopies.Share([0.1, 0.2, 0.2, 0.3], 0.2), Is.EqualTo(0.25));
        Assert.That(NearCopies.Share([], 0.2), Is.Null);
        Assert.That(NearCopies.Share([0.1], null), Is.Null);
    }

    /// <summary>
    /// 400 drawings against a threshold of 199 held-out images: below it fall a share that is beta(10, 190) distributed, of
    /// deviation 0.015, and of 400 drawings a binomial number of deviation 0.011: 0.019 together.
    /// </summary>
    [Test]
    public void Of_independent_images_near_copies_are_what_chance_gives_and_of_copies_all()
    {
        using var scope = NewDisposeScope();
        var (reals, heldOut, drawings) = (RandomImages.Of(60, 11, patients: "a"), RandomImages.Of(199, 12, patients: "b"), RandomImages.Of(400, 13, patients: "c"));
        var threshold = NearCopies.Threshold(Distances(heldOut, ofOthers: true));
        Assert.Multiple(() =>
        {
            Assert.That(NearCopies.Share(Distances(drawings, ofOthers: false), threshold), Is.EqualTo(NearCopies.Chance).Within(3 * 0.019));
            Assert.That(NearCopies.Share(Distances(reals, ofOthers: false), threshold), Is.EqualTo(1));
        });

        double[] Distances(ComparedImages images, bool ofOthers) =>
            [.. NearestReal.Of(images, [() => reals], ofOthers).Select(match => match!.Distance)];
    }
}
