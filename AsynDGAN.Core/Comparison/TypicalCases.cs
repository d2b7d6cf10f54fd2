using System.Globalization;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data;
using AsynDGAN.Core.Data.Batches;
using AsynDGAN.Core.Figures;
using AsynDGAN.Core.Imaging;
using AsynDGAN.Core.Runs;
using AsynDGAN.Core.Segmentation;
using AsynDGAN.Core.Segmentation.Metrics;
using TorchSharp;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Comparison;

/// <summary>
/// panel.png, like the paper's Figures 6 and 7: slices on their own grids, with the truth and the predictions of the first training
/// of the rows that matter most. The slices are those at fixed quantiles of a row's Dice, so that nobody picks them.
/// </summary>
internal sealed class TypicalCases(StudyFolder folder, Dataset data, DataPart part, Device device, IRunDisplay display)
{
    private static readonly (string Label, double Quantile)[] Quantiles = [("75%", 0.75), ("median", 0.5), ("25%", 0.25), ("worst", 0)];
    // Eight columns of this size are what a printed page or a large screen can show.
    private const int LargestSide = 400;

    private static readonly Colour Truth = new(0, 220, 0), Prediction = new(255, 40, 40);

    /// <summary>Draws the panel; null where no network or no slice with enough tumour is there.</summary>
    /// <param name="rows">The rows of the comparison, in the order of its table.</param>
    /// <param name="trainings">Their trainings on this data.</param>
    /// <param name="scores">Of those trainings.</param>
    /// <returns>A PNG.</returns>
    public byte[]? Render(IReadOnlyList<ComparisonRow> rows, IReadOnlyList<TrainedRow> trainings, IReadOnlyList<SliceScore> scores)
    {
        var first = rows.Select(row => trainings.First(t => t.Row == row.Name)).ToDictionary(t => t.Row);
        var columns = Columns(rows, scores).Select(name => first[name]).Where(t => File.Exists(folder.Network(t))).ToList();
        var basis = first.GetValueOrDefault(PairedDifference.Ours) ?? first[rows[0].Name];
        var cases = Choose([.. scores.Where(s => s.Row == basis.Row && s.Run == basis.Run)]);
        if (columns.Count == 0 || cases.Count == 0)
        {
            return null;
        }

        var slices = cases.Select(c => c.Slice).ToHashSet();
        var predictions = columns.Select((column, i) => Predict(column, i, columns.Count, slices)).ToList();
        var ofSlice = scores.ToLookup(s => (s.Row, s.Run, s.Slice));
        var sheet = new ContactSheet(
            $"Slices at quantiles of the Dice of {basis.Row}: {(data.Sites[0][part].HasInstances ? "every nucleus in a colour" : "truth green, prediction red")}",
            [.. cases.Select(c => new SheetRow(c.Label, [.. Tiles(c.Slice)]))])
        {
            ColumnLabels = ["image", "truth", .. columns.Select(c => c.Row)],
            LargestSide = LargestSide,
        };
        using var picture = new MemoryStream();
        sheet.Write(picture);
        return picture.ToArray();

        IEnumerable<SheetTile> Tiles(string slice)
        {
            var (samples, position) = Find(slice);
            var image = SlicePicture.Of(samples, position);
            var predicted = columns.Zip(predictions, (column, slices) => (Caption(ofSlice[(column.Row, column.Run, slice)].First()), slices[slice]));
            return samples.HasInstances
                ? Coloured(image, samples.InstancesOnOwnGrid(position), predicted)
                : Outlined(image, new Contour(samples.TumourOnOwnGrid(position), Truth), predicted);
        }
    }

    private static string Caption(SliceScore score)
    {
        var dice = string.Create(CultureInfo.InvariantCulture, $"Dice {EmptyMaskRule.Dice(score.Overlap()):0.00}");
        return score.Aji is { } aji ? string.Create(CultureInfo.InvariantCulture, $"{dice}, AJI {aji:0.00}") : dice;
    }

    private static IEnumerable<SheetTile> Outlined(PixelArray image, Contour truth, IEnumerable<(string Caption, PredictedSlice Slice)> predictions) =>
    [
        new SheetTile(image),
        new SheetTile(image) { Contours = [truth] },
        .. predictions.Select(p => new SheetTile(image, p.Caption) { Contours = [truth, new Contour(p.Slice.Mask, Prediction)] }),
    ];

    private static IEnumerable<SheetTile> Coloured(PixelArray image, InstanceMap truth, IEnumerable<(string Caption, PredictedSlice Slice)> predictions) =>
    [
        new SheetTile(image),
        new SheetTile(InstancePicture.Of(image, truth)),
        .. predictions.Select(p => new SheetTile(InstancePicture.Of(image, p.Slice.Instances!), p.Caption)),
    ];

    /// <summary>The slices of a row at the quantiles of its Dice, among those with enough tumour; each slice once.</summary>
    internal static IReadOnlyList<(string Label, string Slice)> Choose(IReadOnlyList<SliceScore> scores)
    {
        var ordered = scores.Where(s => s.Kept).OrderBy(s => EmptyMaskRule.Dice(s.Overlap())).ThenBy(s => s.Slice, StringComparer.Ordinal).ToList();
        return ordered.Count == 0
            ? []
            : [.. Quantiles.Select(q => (q.Label, ordered[(int)Math.Round(q.Quantile * (ordered.Count - 1))].Slice)).DistinctBy(c => c.Slice)];
    }

    /// <summary>Real-All, federated averaging, the synthetic sets, our new masks, and the best site alone.</summary>
    internal static IEnumerable<string> Columns(IReadOnlyList<ComparisonRow> rows, IReadOnlyList<SliceScore> scores)
    {
        var dice = scores.Where(s => s.Kept).GroupBy(s => s.Row).ToDictionary(g => g.Key, g => g.Average(s => EmptyMaskRule.Dice(s.Overlap())));
        var alone = rows.Where(row => row.Set == RowKind.RealSubset).Select(row => row.Name);
        return
        [
            .. Named(RowKind.RealAll), .. Named(RowKind.FederatedAveraging), .. Named(RowKind.Synthetic),
            .. rows.Where(row => row.Set == RowKind.NewMasks && row.Label == PairedDifference.Ours).Select(row => row.Name),
            .. alone.OrderByDescending(name => dice.GetValueOrDefault(name)).Take(1),
        ];

        IEnumerable<string> Named(RowKind set) => rows.Where(row => row.Set == set).Select(row => row.Name);
    }

    /// <summary>The slices as a training's network predicts them, one of several that are asked.</summary>
    private Dictionary<string, PredictedSlice> Predict(TrainedRow training, int place, int count, HashSet<string> slices)
    {
        using var model = SegmentationModel.Load(folder.Network(training));
        var network = model.Network.to(device);
        var predicted = new Dictionary<string, PredictedSlice>();
        SampleSet[] shown = [.. data.Sites.Select(site => site[part]).Where(samples => samples.Infos.Any(info => slices.Contains(info.Name)))];
        var (all, done) = ((long)shown.Sum(samples => samples.Count), 0L);
        foreach (var samples in shown)
        {
            foreach (var prediction in SegmentationEvaluator.Predict(network.call, samples))
            {
                display.Advance("typical cases: slices predicted", place * all + ++done, count * all);
                if (slices.Contains(samples.Infos[prediction.Position].Name))
                {
                    predicted[samples.Infos[prediction.Position].Name] = prediction;
                }
            }
        }

        return predicted;
    }

    private (SampleSet Samples, int Position) Find(string slice) => data.Sites
        .Select(site => (Samples: site[part], Position: site[part].Infos.ToList().FindIndex(info => info.Name == slice)))
        .First(found => found.Position >= 0);
}
