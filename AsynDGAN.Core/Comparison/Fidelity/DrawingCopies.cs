using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Fidelity;
using AsynDGAN.Core.Figures;
using AsynDGAN.Core.Platform;
using AsynDGAN.Core.Runs;
using AsynDGAN.Core.Segmentation;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Comparison.Fidelity;

/// <summary>How near the drawings of a set are to real images: to the slices that their heads came from, and to the nearest of all that the generator was trained on.</summary>
/// <param name="reals">What that was.</param>
/// <param name="part">Whose slices give the threshold: validation or test.</param>
/// <param name="device">What is computed on.</param>
/// <param name="display">Shows how far it is.</param>
/// <param name="stop">Asks to stop.</param>
internal sealed class DrawingCopies(GeneratorReals reals, DataPart part, Device device, IRunDisplay display, CancellationToken stop)
{
    /// <summary>Drawings of each kind of masks, and held-out slices, at most; of more, so many are chosen at random.</summary>
    public const int MostDrawings = 1000;

    private const int AtOnce = 128;

    /// <summary>Measures the drawings of own masks, then those of new masks; none where there are none.</summary>
    /// <param name="label">The sets' label.</param>
    /// <param name="run">What they are called.</param>
    /// <param name="set">The set.</param>
    /// <returns>With each the nearest pairs, to be looked at.</returns>
    /// <exception cref="UserException">An image is at fault, or is not of the run's data.</exception>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    public IReadOnlyList<(MeasuredSet Measured, IReadOnlyList<NearestPair> Nearest)> Of(string label, string run, SyntheticSet set)
    {
        using var images = set.Read(reals.ImageShape, SegmentationClasses.Merged, device, display, stop);
        return
        [
            .. new[] { (Masks: DrawingRow.OwnMasks, IsNew: false), (Masks: DrawingRow.NewMasks, IsNew: true) }.SelectMany(kind =>
            {
                int[] all = [.. set.Mixed.Index().Where(image => image.Item == kind.IsNew).Select(image => image.Index)];
                int[] positions = [.. SplitMix64.For(0, RandomPurpose.Fidelity).Permutation(all.Length).Take(MostDrawings).Order().Select(i => all[i])];
                return positions.Length == 0 ? [] : new[] { Measure(label, run, kind.Masks, set, images, positions) };
            }),
        ];
    }

    private (MeasuredSet Measured, IReadOnlyList<NearestPair> Nearest) Measure(
        string label, string run, string masks, SyntheticSet set, LabelledImages images, int[] positions)
    {
        var heldOut = reals.NearestOfOthers(reals.HeldOut(part, MostDrawings), display).Select(found => (found.Slice.Info.Patient, found.Slice.Info.Name, found.Match.Distance)).ToList();
        var threshold = NearCopies.Threshold(heldOut.Select(slice => slice.Distance));
        var (deformed, whose) = (set.Deformed, reals.HeadsOf(set));
        var (matches, correlations) = (new List<NearMatch?>(), new List<double>());
        foreach (var some in positions.Chunk(AtOnce))
        {
            stop.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var heads = some.Select(position => whose[position]).ToArray();
            var (drawn, objects) = images.Take(some);
            var free = FreeGround.Of(cat([.. heads.Select((head, i) => GroundOf(head, drawn.narrow(0, i, 1), deformed[some[i]]))]), objects);
            matches.AddRange(NearestReal.Of(new ComparedImages(drawn, free, [.. heads.Select(head => head.Info.Patient)]), reals.Training, ofOthers: false));
            display.Advance($"{label}, {masks} masks: drawings compared with training images", matches.Count, positions.Length);
            correlations.AddRange(InsideCorrelation.Of(drawn, cat([.. heads.Select(head => head.Samples.Take([head.Position], random: null).Image)]), free));
        }

        var rows = positions.Select((position, i) =>
        {
            var head = whose[position];
            return new DrawingRow(
                label, run, masks, head.Info.Patient, head.Info.Name, head.IsSeen, masks == DrawingRow.OwnMasks ? correlations[i] : null,
                reals.TrainingSlice(matches[i]!.Real).Info.Name, matches[i]!.Distance, threshold);
        });
        return (new MeasuredSet([.. rows], heldOut), [.. NearestSheet.Choose(matches).Select(i => Pair(images, positions[i], matches[i]!, threshold))]);
    }

    /// <summary>The ground that a drawing was given: its head's or, where that was deformed, what the drawing shows.</summary>
    private static Tensor GroundOf(RealSlice head, Tensor drawing, bool isDeformed) =>
        isDeformed && head.Samples.HasGround ? ImageGround.Of(drawing) : head.Samples.Grounds([head.Position]);

    private NearestPair Pair(LabelledImages images, int position, NearMatch match, double? threshold)
    {
        using var scope = NewDisposeScope();
        var real = reals.TrainingSlice(match.Real);
        return new NearestPair(
            TensorPicture.Of(images.Take([position]).Images[0]), TensorPicture.Of(real.Samples.Take([real.Position], random: null).Image[0]),
            match.Distance, match.Distance < threshold);
    }
}
