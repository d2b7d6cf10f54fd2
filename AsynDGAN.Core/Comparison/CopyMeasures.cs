using AsynDGAN.Core.Comparison.Fidelity;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Configuration.Reading;
using AsynDGAN.Core.Csv;
using AsynDGAN.Core.Fidelity;
using AsynDGAN.Core.Runs;
using AsynDGAN.Core.Segmentation;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Comparison;

/// <summary>How near the drawings of all sets are to real images of all sites, and the files that tell it.</summary>
/// <param name="part">Whose slices give the thresholds: validation or test.</param>
/// <param name="device">What is computed on.</param>
/// <param name="display">Shows how far it is.</param>
/// <param name="stop">Asks to stop.</param>
internal sealed class CopyMeasures(DataPart part, Device device, IRunDisplay display, CancellationToken stop)
{
    /// <summary>The sheets of all labels, as a pattern of names.</summary>
    internal const string Sheets = SheetsOf + "*.png";

    private const string SheetsOf = "near-copies-";

    private readonly List<MeasuredSet> sets = [];
    private readonly List<(MeasuredSet Measured, IReadOnlyList<NearestPair> Nearest)> shown = [];

    // Their intervals take thousands of resamples, and files, table and report ask for them.
    private IReadOnlyList<NearCopyRow>? nearCopies;
    private IReadOnlyList<FoldDifferenceRow>? differences;

    /// <summary>A line for each label and kind of masks.</summary>
    public IReadOnlyList<NearCopyRow> NearCopies => nearCopies ??= NearCopyRow.Of(sets);

    /// <summary>A line for each two labels of which one's generators have seen the slices, and the other's have not.</summary>
    public IReadOnlyList<FoldDifferenceRow> Differences => differences ??= FoldDifferenceRow.Of(sets.SelectMany(set => set.Drawings));

    /// <summary>Measures the sets of some labels, each against what its own generator was trained on: all of them or, where that fails, none.</summary>
    /// <exception cref="UserException">A set or its run's data are at fault, or the run was made on another split or other folds.</exception>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    public void Add(Replicate replicate, IEnumerable<string> labels)
    {
        var whole = new List<(MeasuredSet Measured, IReadOnlyList<NearestPair> Nearest)>();
        var byData = labels.SelectMany(label => replicate.Sets[label].Select(set => (Label: label, Set: set, Experiment: replicate.AsOfRun(set))))
            .GroupBy(one => ExperimentWriter.Write(one.Experiment));
        foreach (var group in byData)
        {
            using var reals = GeneratorReals.Load(group.First().Experiment, device, display, stop);
            var copies = new DrawingCopies(reals, part, device, display, stop);
            foreach (var (label, given, _) in group)
            {
                given.RefuseOtherSplit(reals.Split);
                whole.AddRange(copies.Of(label, replicate.NameOf(label), SyntheticSet.Of(given)));
            }
        }

        (nearCopies, differences) = (null, null);
        shown.AddRange(sets.Count == 0 ? whole : []);
        sets.AddRange(whole.Select(one => one.Measured));
    }

    /// <summary>Drops all that was measured.</summary>
    public void Clear()
    {
        (nearCopies, differences) = (null, null);
        sets.Clear();
        shown.Clear();
    }

    /// <summary>Writes near-copies.csv, fold-difference.csv, drawings.csv and a sheet of each label's nearest pairs.</summary>
    /// <param name="folder">Where.</param>
    public void Write(string folder)
    {
        new CsvLog<NearCopyRow>(Path.Combine(folder, "near-copies.csv")).Replace(NearCopies);
        new CsvLog<FoldDifferenceRow>(Path.Combine(folder, "fold-difference.csv")).Replace(Differences);
        new CsvLog<DrawingRow>(Path.Combine(folder, "drawings.csv")).Replace([.. sets.SelectMany(set => set.Drawings)]);
        foreach (var label in shown.GroupBy(one => one.Measured.Drawings[0].Set))
        {
            var rows = label.GroupBy(one => one.Measured.Drawings[0].Masks).Select(masks => (
                $"{masks.Key} masks", (IReadOnlyList<NearestPair>)[.. masks.SelectMany(one => one.Nearest).OrderBy(pair => pair.Distance).Take(NearestSheet.Columns)]));
            NearestSheet.Write(
                Path.Combine(folder, $"{SheetsOf}{RunFolder.FileName(label.Key)}.png"),
                $"{label.Key}: the drawings that are nearest to training images", [.. rows]);
        }
    }
}
