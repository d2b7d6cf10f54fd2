using AsynDGAN.Core.Data.Batches;
using AsynDGAN.Core.Data.Preparation;
using AsynDGAN.Core.Imaging;
using AsynDGAN.Core.Segmentation;
using AsynDGAN.Core.Segmentation.Metrics;

namespace AsynDGAN.Tests.Segmentation;

public class VolumeScorerTests
{
    [Test]
    public void A_patients_distances_are_those_of_its_volume_in_millimetres()
    {
        // One voxel each, three slices of 2.5 mm apart and four columns of 0.5 mm: sqrt(7.5^2 + 2^2).
        var scores = Score([(Place(0), Empty), (Empty, Empty), (Empty, Empty), (Empty, Place(4))]);
        Assert.That(scores.Select(score => score.OfVolume), Is.All.True);
        Assert.That(scores[0].VolumeHd95Pooled, Is.EqualTo(Math.Sqrt(7.5 * 7.5 + 2 * 2)).Within(1e-12));
        var patient = PatientScore.Of(scores).Single();
        Assert.That((patient.Hd95Pooled, patient.Hd95MaxDirected, patient.Assd), Is.EqualTo(
            (scores[0].VolumeHd95Pooled, scores[0].VolumeHd95MaxDirected, scores[0].VolumeAssd)));
        Assert.That((patient.Dice, patient.UndefinedDistances), Is.EqualTo((0.0, 0)), "the false positive counts, though its slice has no tumour");
    }

    [Test]
    public void A_volume_without_any_prediction_has_no_distances()
    {
        var patient = PatientScore.Of(Score([(Empty, Place(1)), (Empty, Place(2))])).Single();
        Assert.That((patient.Hd95Pooled, patient.UndefinedDistances), Is.EqualTo(((double?)null, 2)));
    }

    [Test]
    public void Of_a_patients_volumes_those_without_distances_count_by_their_slices()
    {
        var scores = new List<SliceScore>();
        var scorer = new VolumeScorer(scores);
        Add("without", scorer, scores, [(Empty, Place(1)), (Empty, Place(2)), (Empty, Empty)]);
        Add("with", scorer, scores, [(Place(1), Place(2)), (Empty, Empty)]);
        scorer.Finish();
        var patient = PatientScore.Of(scores).Single();
        Assert.That((patient.Slices, patient.UndefinedDistances, patient.Assd), Is.EqualTo((5, 3, 0.5)));
    }

    [Test]
    public void A_volume_is_measured_and_let_go_when_the_next_one_begins()
    {
        var scores = new List<SliceScore>();
        var scorer = new VolumeScorer(scores);
        Add("first", scorer, scores, [(Place(0), Empty), (Empty, Place(4))]);
        Assert.That(scores.Select(score => score.OfVolume), Is.All.False);
        Add("second", scorer, scores, [(Place(1), Place(2))]);
        Assert.That(scores.Select(score => score.OfVolume), Is.EqualTo(new[] { true, true, false }));
        Assert.That(scores[0].VolumeAssd, Is.EqualTo(Score([(Place(0), Empty), (Empty, Place(4))])[0].VolumeAssd).And.GreaterThan(0));
        scorer.Finish();
        Assert.That(scores[2].VolumeAssd, Is.EqualTo(0.5), "a column of half a millimetre");
    }

    private static Mask Empty => new(1, 6, new bool[6]);

    private static Mask Place(int column) => new(1, 6, [.. Enumerable.Range(0, 6).Select(i => i == column)]);

    private static List<SliceScore> Score((Mask Prediction, Mask Truth)[] slices)
    {
        var scores = new List<SliceScore>();
        var scorer = new VolumeScorer(scores);
        Add("case", scorer, scores, slices);
        scorer.Finish();
        return scores;
    }

    private static void Add(string volume, VolumeScorer scorer, List<SliceScore> scores, (Mask Prediction, Mask Truth)[] slices)
    {
        foreach (var (i, (prediction, truth)) in slices.Index())
        {
            var overlap = MaskOverlap.Between(new BinaryVolume([1, 6], prediction.Values), new BinaryVolume([1, 6], truth.Values));
            var info = new SampleInfo(i, 0, $"{volume}/{i:D3}", "p", "A", truth.Count, new SliceGeometry(1, 6, CropSquare.Whole(1, 6), 8))
            {
                Spacing = new VoxelSpacing(2.5, 1, 0.5),
            };
            scores.Add(new SliceScore(
                "row", "run", "site", "p", info.Name, truth.Count > 0, overlap.TruePositives, overlap.FalsePositives, overlap.FalseNegatives,
                overlap.TrueNegatives, null, null, null));
            scorer.Add(info, prediction, truth);
        }
    }
}
