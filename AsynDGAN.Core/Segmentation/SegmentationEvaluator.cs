using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data;
using AsynDGAN.Core.Data.Batches;
using AsynDGAN.Core.Data.Sites;
using AsynDGAN.Core.Imaging;
using AsynDGAN.Core.Runs;
using AsynDGAN.Core.Segmentation.Metrics;
using TorchSharp;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Segmentation;

/// <summary>Predicts the slices of a part and scores them on their own grids.</summary>
internal static class SegmentationEvaluator
{
    private const int BatchSize = 16;

    /// <summary>Scores every slice of a part of the sites.</summary>
    /// <param name="row">The row's name.</param>
    /// <param name="run">Which training of it.</param>
    /// <param name="predict">From images [n, channels, size, size] to logits [n, classes, size, size].</param>
    /// <param name="sites">Loaded with every slice.</param>
    /// <param name="part">Validation or test.</param>
    /// <param name="minMaskPixels">From how many mask pixels on the networks' grid a slice is one of the kept.</param>
    /// <param name="display">Shows how far it is.</param>
    /// <exception cref="UserException">A logit is not finite.</exception>
    public static IReadOnlyList<SliceScore> Score(
        string row, string run, Func<Tensor, Tensor> predict, IReadOnlyList<SiteData<SampleSet>> sites, DataPart part, int minMaskPixels, IRunDisplay display)
    {
        var all = sites.Sum(site => site[part].Count);
        var scores = new List<SliceScore>();
        var volumes = new VolumeScorer(scores);
        foreach (var site in sites)
        {
            var samples = site[part];
            foreach (var predicted in Predict(Finite(predict, $"{row} ({run})"), samples))
            {
                var info = samples.Infos[predicted.Position];
                var truth = samples.TumourOnOwnGrid(predicted.Position);
                var (a, b) = (Volume(predicted.Mask), Volume(truth));
                var overlap = MaskOverlap.Between(a, b);
                var distances = SurfaceDistances.Between(a, b, info.Spacing is { } spacing ? [spacing.Row, spacing.Column] : [1, 1]);
                var quality = predicted.Instances is null ? null : InstanceQuality.Between(predicted.Instances, samples.InstancesOnOwnGrid(predicted.Position));
                scores.Add(new SliceScore(
                    row, run, site.Name, info.Patient, info.Name, info.MaskPixels >= minMaskPixels,
                    overlap.TruePositives, overlap.FalsePositives, overlap.FalseNegatives, overlap.TrueNegatives,
                    distances.Hausdorff95Pooled, distances.Hausdorff95MaxDirected, distances.AverageSymmetricSurfaceDistance)
                {
                    Aji = quality?.Aji,
                    AjiPlus = quality?.AjiPlus,
                    DetectionQuality = quality?.Detection,
                    SegmentationQuality = quality?.Segmentation,
                    PanopticQuality = quality?.Panoptic,
                });
                volumes.Add(info, predicted.Mask, truth);
                display.Advance($"{row}, {run}: slices scored", scores.Count, all);
            }
        }

        volumes.Finish();
        return scores;
    }

    /// <summary>Predicts, and refuses logits that are not finite: no comparison holds for NaN, so that it would count as a prediction of nothing.</summary>
    /// <param name="name">What messages call the network.</param>
    public static Func<Tensor, Tensor> Finite(Func<Tensor, Tensor> predict, string name) => images =>
    {
        var logits = predict(images);
        return logits.isfinite().all().ToBoolean()
            ? logits
            : throw new UserException($"The network of {name} predicts values that are not finite.", "Train it anew with a lower segmentation.learning_rate.");
    };

    /// <summary>Refuses a part on which no Dice can be given.</summary>
    /// <exception cref="UserException">It has no patients, or no slice with enough tumour.</exception>
    /// <param name="data">Whose.</param>
    /// <param name="part">Validation or test.</param>
    /// <param name="minMaskPixels">From how many mask pixels on the networks' grid a slice is one of the kept.</param>
    public static void Check(Dataset data, DataPart part, int minMaskPixels) =>
        Check(data, "The data have", [.. data.Sites.SelectMany(site => site[part].Infos)], part, minMaskPixels);

    /// <summary>Likewise, of slices of some sites.</summary>
    /// <param name="data">Tells how to get patients of a part.</param>
    /// <param name="whose">Begins the message: the sites, and that they have.</param>
    /// <param name="slices">Those to be scored.</param>
    /// <param name="part">Validation or test.</param>
    /// <param name="minMaskPixels">As above.</param>
    public static void Check(Dataset data, string whose, IReadOnlyList<SampleInfo> slices, DataPart part, int minMaskPixels)
    {
        var name = part.ToString().ToLowerInvariant();
        if (slices.Count == 0)
        {
            throw new UserException(
                $"{whose} no {name} patients.",
                part == DataPart.Validation ? $"Use --part test, or {data.HowToGet(part)}" : "To have some, " + data.HowToGet(part));
        }

        if (slices.All(slice => slice.MaskPixels < minMaskPixels))
        {
            throw new UserException(
                $"None of the {slices.Count} {name} slices has {minMaskPixels} mask pixels on the networks' grid, so none can be scored.",
                "Lower data.min_mask_pixels, or check the masks by: asyndgan data.");
        }
    }

    /// <summary>
    /// The predictions of a set in order, each on its slice's own grid: the logits resized, cut at 0 (of three classes, where inside is the likeliest, and a pixel more) and put back; or, where the
    /// networks see patches, whole pictures by <see cref="TiledPrediction"/>.
    /// </summary>
    public static IEnumerable<PredictedSlice> Predict(Func<Tensor, Tensor> predict, SampleSet samples) =>
        samples.IsOfPatches
            ? Enumerable.Range(0, samples.Count).Select(position => Whole(predict, samples, position))
            : Resized(predict, samples);

    private static PredictedSlice Whole(Func<Tensor, Tensor> predict, SampleSet samples, int position)
    {
        using var scope = NewDisposeScope();
        var probabilities = TiledPrediction.Of(predict, samples.OnOwnGrid(position), (int)samples.ImageShape[1]);
        if (!samples.HasInstances)
        {
            return new PredictedSlice(position, PredictedInstances.Inside(probabilities, above: 0.5));
        }

        var instances = PredictedInstances.Of(probabilities);
        return new PredictedSlice(position, instances.Inside(), instances);
    }

    private static IEnumerable<PredictedSlice> Resized(Func<Tensor, Tensor> predict, SampleSet samples)
    {
        foreach (var positions in Enumerable.Range(0, samples.Count).Chunk(BatchSize))
        {
            using var scope = NewDisposeScope();
            using var noGraph = no_grad();
            var logits = predict(samples.Take(positions, random: null).Image).cpu();
            foreach (var (index, position) in positions.Index())
            {
                var geometry = samples.Infos[position].Geometry;
                var side = geometry.Square.Side;
                var inside = PredictedInstances.Inside(Resize.Bilinear(logits.narrow(0, index, 1), side, side), above: 0);
                var values = geometry.Place(tensor(inside.Values, [1, 1, side, side])).data<bool>().ToArray();
                yield return new PredictedSlice(position, new Mask(geometry.Height, geometry.Width, values));
            }
        }
    }

    private static BinaryVolume Volume(Mask mask) => new([mask.Height, mask.Width], mask.Values);
}
