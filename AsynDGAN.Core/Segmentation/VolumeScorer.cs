using AsynDGAN.Core.Data.Batches;
using AsynDGAN.Core.Imaging;
using AsynDGAN.Core.Segmentation.Metrics;

namespace AsynDGAN.Core.Segmentation;

/// <summary>
/// Gathers the slices of whole volumes and measures their surface distances in three dimensions, in millimetres. Holds one volume
/// at a time: it is measured when the next one begins.
/// </summary>
/// <param name="scores">The scores of the slices, as far as they are there.</param>
internal sealed class VolumeScorer(List<SliceScore> scores)
{
    private readonly List<(int Score, Mask Prediction, Mask Truth, VoxelSpacing Spacing)> slices = [];
    private string? volume;

    /// <summary>Takes the slice of the last score; nothing is done with a picture, which has no spacing.</summary>
    /// <param name="info">The slice; those of a volume come one after the other, in order.</param>
    public void Add(SampleInfo info, Mask prediction, Mask truth)
    {
        if (info.Spacing is not { } spacing)
        {
            return;
        }

        if (scores[^1].Volume is var name && name != volume)
        {
            Finish();
            volume = name;
        }

        slices.Add((scores.Count - 1, prediction, truth, spacing));
    }

    /// <summary>Writes the last volume's distances to the score of its first slice, and marks the scores of all.</summary>
    public void Finish()
    {
        if (slices.Count == 0)
        {
            return;
        }

        var spacing = slices[0].Spacing;
        var distances = SurfaceDistances.Between(
            Volume([.. slices.Select(slice => slice.Prediction)]), Volume([.. slices.Select(slice => slice.Truth)]),
            [spacing.Slice, spacing.Row, spacing.Column]);
        foreach (var slice in slices)
        {
            scores[slice.Score] = scores[slice.Score] with { OfVolume = true };
        }

        scores[slices[0].Score] = scores[slices[0].Score] with
        {
            VolumeHd95Pooled = distances.Hausdorff95Pooled,
            VolumeHd95MaxDirected = distances.Hausdorff95MaxDirected,
            VolumeAssd = distances.AverageSymmetricSurfaceDistance,
        };
        slices.Clear();
    }

    private static BinaryVolume Volume(IReadOnlyList<Mask> slices) =>
        new([slices.Count, slices[0].Height, slices[0].Width], [.. slices.SelectMany(slice => slice.Values)]);
}
