using AsynDGAN.Core.Data;
using AsynDGAN.Core.Imaging;
using AsynDGAN.Core.Segmentation.Metrics;

namespace AsynDGAN.Core.Segmentation;

/// <summary>Gathers the slices of whole volumes and measures their surface distances in three dimensions, in millimetres.</summary>
internal sealed class VolumeScorer
{
    private readonly Dictionary<string, List<(int Score, Mask Prediction, Mask Truth, VoxelSpacing Spacing)>> volumes = [];

    /// <summary>Takes a slice; nothing is done with a picture, which has no spacing.</summary>
    /// <param name="score">The place of the slice's score.</param>
    /// <param name="info">The slice; those of a volume come in order.</param>
    public void Add(int score, SampleInfo info, Mask prediction, Mask truth)
    {
        if (info.Spacing is not { } spacing)
        {
            return;
        }

        var volume = info.Name[..info.Name.LastIndexOf('/')];
        volumes.TryAdd(volume, []);
        volumes[volume].Add((score, prediction, truth, spacing));
    }

    /// <summary>Writes each volume's distances to the score of its first slice, and marks the scores of all.</summary>
    public void Finish(List<SliceScore> scores)
    {
        foreach (var slices in volumes.Values)
        {
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
        }
    }

    private static BinaryVolume Volume(IReadOnlyList<Mask> slices) =>
        new([slices.Count, slices[0].Height, slices[0].Width], [.. slices.SelectMany(slice => slice.Values)]);
}
