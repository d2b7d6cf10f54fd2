using AsynDGAN.Core.Comparison.Statistics;
using AsynDGAN.Core.Platform;
using AsynDGAN.Core.Segmentation;
using AsynDGAN.Core.Segmentation.Metrics;
using MathNet.Numerics.Statistics;

namespace AsynDGAN.Core.Comparison;

/// <summary>
/// One training set's line of table.csv: its trainings averaged per patient, then the mean over patients, with 95%
/// intervals by patient-level bootstrap.
/// </summary>
/// <param name="Row">The training set.</param>
/// <param name="Trainings">How many networks were trained.</param>
/// <param name="Patients">Patients tested.</param>
/// <param name="Slices">Slices tested, over all patients.</param>
/// <param name="TrainingImages">Images trained on, the mean over the trainings.</param>
/// <param name="DicePerSlice">Mean over the kept slices, each slice counting the same.</param>
/// <param name="Dice">Mean over patients of the mean over their kept slices, the paper's way.</param>
/// <param name="DiceLow">Lower end of its interval; undefined for fewer than 5 patients, as all ends of intervals are.</param>
/// <param name="DiceHigh">Upper end.</param>
/// <param name="DiceDeviation">Standard deviation of the trainings' means; undefined for one.</param>
/// <param name="DiceSplitLow">The lowest of the splits' means, each averaged over its trainings; undefined for one split.</param>
/// <param name="DiceSplitHigh">The highest.</param>
/// <param name="DiceAllSlices">Mean over patients of the mean over all slices, those without tumour included.</param>
/// <param name="DicePatient">Mean over patients of the Dice of their summed counts.</param>
/// <param name="DicePatientLow">Lower end of its interval.</param>
/// <param name="DicePatientHigh">Upper end.</param>
/// <param name="Sensitivity">Of the summed counts, mean over patients.</param>
/// <param name="Specificity">Of the summed counts, mean over patients.</param>
/// <param name="Hd95Pooled">In pixels, mean over the patients where it is defined.</param>
/// <param name="Hd95MaxDirected">In pixels, likewise.</param>
/// <param name="Assd">In pixels, likewise.</param>
/// <param name="Aji">Aggregated Jaccard index of single nuclei, mean over the patients where it is defined.</param>
/// <param name="AjiLow">Lower end of its interval.</param>
/// <param name="AjiHigh">Upper end.</param>
/// <param name="AjiPlus">Likewise, as are the three that follow.</param>
/// <param name="DetectionQuality">Of single nuclei.</param>
/// <param name="SegmentationQuality">Of single nuclei.</param>
/// <param name="PanopticQuality">Of single nuclei.</param>
/// <param name="UndefinedDistances">Share of the slices whose distances are undefined, since a mask is empty.</param>
/// <param name="CorrelationTraining">Of synthetic rows: correlation of fakes with the real images of their training conditions.</param>
/// <param name="CorrelationValidation">The same for validation conditions; far below the former: G copies.</param>
/// <param name="CorrelationEpoch">After which epoch that was measured, where the weights are of another one, of the run where these are farthest apart.</param>
/// <param name="WeightsEpoch">The epoch of that run's weights.</param>
/// <param name="DicePatients">Patients that Dice is of: those with kept slices.</param>
/// <param name="DiceSlices">Their kept slices.</param>
/// <param name="Hd95Patients">Patients that the distances are of.</param>
public sealed record TableRow(
    string Row, int Trainings, int Patients, int Slices, double TrainingImages, double DicePerSlice, double Dice, double? DiceLow, double? DiceHigh,
    double? DiceDeviation, double? DiceSplitLow, double? DiceSplitHigh, double DiceAllSlices, double DicePatient, double? DicePatientLow, double? DicePatientHigh,
    double? Sensitivity, double? Specificity, double? Hd95Pooled, double? Hd95MaxDirected, double? Assd,
    double? Aji, double? AjiLow, double? AjiHigh, double? AjiPlus, double? DetectionQuality, double? SegmentationQuality, double? PanopticQuality,
    double UndefinedDistances,
    double? CorrelationTraining, double? CorrelationValidation, double? CorrelationEpoch, double? WeightsEpoch,
    double? DicePatients, double? DiceSlices, double? Hd95Patients)
{
    /// <summary>Why there are no intervals; empty where there are.</summary>
    public string Intervals => DiceLow is null ? Bootstrap.TooFew : "";

    /// <summary>Sums up a row's trainings.</summary>
    /// <param name="correlation">Of fakes with real images; null: no synthetic row, or nothing is known of it.</param>
    /// <param name="epochs">After which epoch that was measured, and the weights' own; null where they are one.</param>
    internal static TableRow Of(
        string row, IReadOnlyList<TrainedRow> trainings, IReadOnlyList<SliceScore> slices, (double Training, double? Validation)? correlation,
        (int Measured, int Weights)? epochs = null)
    {
        var patients = PatientScore.Of(slices);
        var dice = PerPatient(patients, p => p.DiceKeptSlices);
        var whole = PerPatient(patients, p => p.Dice);
        var aji = PerPatient(patients, p => p.Aji);
        var (keptInterval, wholeInterval, ajiInterval) = (Interval(dice), Interval(whole), Interval(aji));
        var means = patients.GroupBy(p => p.Run).Select(g => g.Average(p => p.DiceKeptSlices)).OfType<double>().ToArray();
        var splits = trainings.GroupBy(t => t.SplitSeed, t => t.Run).Select(runs => PerPatient(patients.Where(p => runs.Contains(p.Run)), p => p.DiceKeptSlices))
            .Where(values => values.Count > 0).Select(values => values.Values.Average()).ToList();
        return new TableRow(
            row, trainings.Count, whole.Count, slices.Select(s => s.Slice).Distinct().Count(),
            trainings.Average(t => t.TrainingImages),
            slices.Where(s => s.Kept).Average(s => EmptyMaskRule.Dice(s.Overlap())),
            dice.Values.Average(), keptInterval?.Lower, keptInterval?.Upper, Deviation(means),
            splits.Count < 2 ? null : splits.Min(), splits.Count < 2 ? null : splits.Max(),
            PerPatient(patients, p => p.DiceAllSlices).Values.Average(),
            whole.Values.Average(), wholeInterval?.Lower, wholeInterval?.Upper,
            Mean(p => p.Sensitivity), Mean(p => p.Specificity), Mean(p => p.Hd95Pooled), Mean(p => p.Hd95MaxDirected), Mean(p => p.Assd),
            Mean(p => p.Aji), ajiInterval?.Lower, ajiInterval?.Upper, Mean(p => p.AjiPlus),
            Mean(p => p.DetectionQuality), Mean(p => p.SegmentationQuality), Mean(p => p.PanopticQuality),
            patients.Sum(p => p.UndefinedDistances) / (double)patients.Sum(p => p.Slices),
            correlation?.Training, correlation?.Validation, epochs?.Measured, epochs?.Weights,
            dice.Count, slices.Where(s => s.Kept).Select(s => s.Slice).Distinct().Count(), PerPatient(patients, p => p.Hd95Pooled).Count);

        double? Mean(Func<PatientScore, double?> value) => PerPatient(patients, value) is { Count: > 0 } values ? values.Values.Average() : null;
    }

    /// <summary>A value of every patient where it is defined, averaged over the trainings.</summary>
    internal static SortedDictionary<string, double> PerPatient(IEnumerable<PatientScore> scores, Func<PatientScore, double?> value) =>
        new(scores.Where(s => value(s) is not null).GroupBy(s => s.Patient).ToDictionary(g => g.Key, g => g.Average(s => value(s)!.Value)),
            StringComparer.Ordinal);

    /// <summary>The 95% interval of the mean; undefined for few patients.</summary>
    internal static ConfidenceInterval? Interval(SortedDictionary<string, double> values) => values.Count < Bootstrap.FewestPatients
        ? null
        : Bootstrap.Mean([.. values.Values], Bootstrap.Resamples, Bootstrap.Level, SplitMix64.For(0, RandomPurpose.Bootstrap));

    private static double? Deviation(double[] means) => means.Length < 2 ? null : means.StandardDeviation();
}
