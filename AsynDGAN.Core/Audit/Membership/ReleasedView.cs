using AsynDGAN.Core.Audit.Subject;
using AsynDGAN.Core.Comparison.Fidelity;
using AsynDGAN.Core.Comparison.Statistics;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Fidelity;
using AsynDGAN.Core.Platform;
using AsynDGAN.Core.Runs;
using AsynDGAN.Core.Segmentation;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Audit.Membership;

/// <summary>What one sees who has the released set, and images of other patients to compare with, of whom none is scored.</summary>
internal static class ReleasedView
{
    /// <summary>Released images at most that the density is of, chosen at random. The nearest is looked for among all.</summary>
    public const int MostOfDensity = 500;

    private const int ReadAtOnce = 512;

    // Of distances: a copy's is 0, and has a logarithm all the same.
    private const double Least = 1e-6;

    /// <summary>The scores by attack; none where the run has no released set.</summary>
    /// <param name="run">The run.</param>
    /// <param name="images">What is asked about.</param>
    /// <param name="reference">Images of other patients that were not trained on; of fewer than 5 patients: there are no scores.</param>
    /// <param name="display">Shows how far it is.</param>
    /// <param name="stop">Asks to stop.</param>
    /// <exception cref="UserException">The set is at fault.</exception>
    public static IReadOnlyDictionary<MembershipAttack, double[]> Of(
        AuditedRun run, IReadOnlyList<AskedImage> images, IReadOnlyList<AskedImage> reference, IRunDisplay display, CancellationToken stop)
    {
        if (!run.Released.IsThere || reference.Select(image => image.Patient).Distinct().Count() < Bootstrap.FewestPatients)
        {
            return new Dictionary<MembershipAttack, double[]>();
        }

        using var scope = NewDisposeScope();
        var set = SyntheticSet.Of(run.Released);
        using var read = set.Read(run.Data.Sites[0].Training.ImageShape, SegmentationClasses.Merged, run.Device, display, stop);
        int[] chosen = [.. SplitMix64.For(run.Experiment.Seed, RandomPurpose.Membership, "", 2).Permutation(read.Count).Take(MostOfDensity).Order()];
        var parts = Enumerable.Range(0, read.Count).Chunk(ReadAtOnce).Select(some => (Func<Tensor>)(() => read.Take(some).Images));
        return Of([.. parts], read.Take(chosen).Images, images, reference, inGround: run.Experiment.Data.HasFeaturesOfGround(), display, stop);
    }

    /// <summary>The scores by attack.</summary>
    /// <param name="released">[n, channels, height, width] in [-1, 1], at least two.</param>
    /// <param name="images">As above.</param>
    /// <param name="reference">As above, at least two.</param>
    /// <param name="inGround">Whether features are of the ground that images show.</param>
    /// <param name="display">As above.</param>
    /// <param name="stop">As above.</param>
    internal static IReadOnlyDictionary<MembershipAttack, double[]> Of(
        Tensor released, IReadOnlyList<AskedImage> images, IReadOnlyList<AskedImage> reference, bool inGround, IRunDisplay display, CancellationToken stop) =>
        Of([() => released], released, images, reference, inGround, display, stop);

    /// <param name="all">The released images in parts, each made when it is asked for.</param>
    /// <param name="some">Those that the density is of, at least two.</param>
    internal static IReadOnlyDictionary<MembershipAttack, double[]> Of(
        IReadOnlyList<Func<Tensor>> all, Tensor some, IReadOnlyList<AskedImage> images, IReadOnlyList<AskedImage> reference, bool inGround, IRunDisplay display,
        CancellationToken stop)
    {
        using var scope = NewDisposeScope();
        var scores = new Dictionary<MembershipAttack, double[]>();
        var others = cat([.. AskedImage.Batches(reference).Select(batch => batch[0].Samples.Take(AskedImage.Positions(batch), random: null).Image)]);
        var (toReleased, toReference) = (Distances(images, all, "released ones", display, stop), Distances(images, [() => others], "others", display, stop));
        scores[MembershipAttack.Nearest] = [.. toReleased.Zip(toReference, (near, usual) => Math.Log(Math.Max(Least, usual) / Math.Max(Least, near)))];

        var space = FeatureSpace.Radiomic(inGround);
        var ofReleased = new FeatureSet([.. space.Extract(some)], [.. Enumerable.Repeat("", (int)some.shape[0])]);
        var ofReference = Features(space, reference);
        if (Differ(ofReleased) && Differ(ofReference))
        {
            scores[MembershipAttack.Density] = new DensityRatio(ofReleased, ofReference).Of(Features(space, images));
        }

        return scores;
    }

    /// <summary>Images that are all alike have no density.</summary>
    private static bool Differ(FeatureSet set) => set.Values.Any(row => !row.SequenceEqual(set.Values[0]));

    private static double[] Distances(IReadOnlyList<AskedImage> images, IReadOnlyList<Func<Tensor>> to, string others, IRunDisplay display, CancellationToken stop)
    {
        var found = new Dictionary<AskedImage, double>();
        foreach (var some in AskedImage.Batches(images))
        {
            stop.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var (samples, positions) = (some[0].Samples, AskedImage.Positions(some));
            var compared = new ComparedImages(
                samples.Take(positions, random: null).Image, FreeGround.Of(samples.Grounds(positions), samples.TumourMasks(positions)), [.. some.Select(image => image.Patient)]);
            foreach (var (image, match) in some.Zip(NearestReal.Of(compared, to.Select(part => (Func<ComparedImages>)(() => Whole(part()))), ofOthers: false)))
            {
                found[image] = match!.Distance;
            }

            display.Advance($"images compared with {others}", found.Count, images.Count);
        }

        return [.. images.Select(image => found[image])];
    }

    /// <summary>Images in which others are looked for; where these are compared the others' grounds tell.</summary>
    private static ComparedImages Whole(Tensor images) => new(
        images, zeros([images.shape[0], 1, images.shape[2], images.shape[3]], ScalarType.Bool, images.device), [.. Enumerable.Repeat("", (int)images.shape[0])]);

    private static FeatureSet Features(FeatureSpace space, IReadOnlyList<AskedImage> images)
    {
        var rows = new Dictionary<AskedImage, double[]>();
        foreach (var some in AskedImage.Batches(images))
        {
            using var scope = NewDisposeScope();
            foreach (var (image, row) in some.Zip(space.Extract(some[0].Samples.Take(AskedImage.Positions(some), random: null).Image)))
            {
                rows[image] = row;
            }
        }

        return new FeatureSet([.. images.Select(image => rows[image])], [.. images.Select(image => image.Patient)]);
    }
}
