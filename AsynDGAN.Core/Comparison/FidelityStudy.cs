using AsynDGAN.Core.Comparison.Fidelity;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Configuration.Reading;
using AsynDGAN.Core.Csv;
using AsynDGAN.Core.Data;
using AsynDGAN.Core.Data.Sources;
using AsynDGAN.Core.Networks;
using AsynDGAN.Core.Networks.Convolutions;
using AsynDGAN.Core.Runs;
using AsynDGAN.Core.Segmentation;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Comparison;

/// <summary>How far synthetic sets are from held-out real images, without training anything.</summary>
/// <param name="given">The configuration; null: that of the first set.</param>
/// <param name="overrides">Texts <c>a.b=value</c> over the first set's.</param>
/// <param name="synthetic">Texts <c>LABEL=PATH</c>, at least one, as <see cref="SegmentationStudy"/> takes them.</param>
/// <param name="part">Whose real images are measured against: validation or test.</param>
/// <param name="display">What shows the work.</param>
public sealed class FidelityStudy(Experiment? given, IReadOnlyList<string> overrides, IReadOnlyList<string> synthetic, DataPart part, IRunDisplay display)
{
    /// <summary>Measures, and writes fidelity.csv, the files of copying, fidelity.md, config.yaml and provenance.json.</summary>
    /// <param name="path">Their folder; null: fidelity/ in the run of the first set, else in runs/EXPERIMENT.</param>
    /// <param name="overwrite">Whether what is there is replaced.</param>
    /// <param name="stop">Asks to stop; nothing is written then.</param>
    /// <returns>The folder, the text, and the rows of fidelity.csv.</returns>
    /// <exception cref="UserException">Sets, data or folder are at fault; what was there stays.</exception>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    public (string Folder, string Text, IReadOnlyList<FidelityRow> Rows) Execute(string? path, bool overwrite, CancellationToken stop)
    {
        var wanted = given ?? ExperimentReader.Parse(ExperimentWriter.Write(Replicate.FirstConfiguration(synthetic)), "--set", overrides);
        var replicates = Replicate.Of(wanted, synthetic);
        var experiment = Replicate.Recorded(wanted, replicates, display);
        var folder = Path.GetFullPath(path ?? RunFolder.At(replicates[0].Sets.Values.First()[0].Run ?? Path.Combine("runs", experiment.Name)).Fidelity);
        using var held = FolderLock.Take(folder);
        FolderKind.Fidelity.RefuseOthers(folder);
        if (FolderKind.Fidelity.Is(folder) && !overwrite)
        {
            throw new UserException($"There is a table of fidelity in '{folder}' already.", "Replace it by --overwrite, or choose another folder with --out.");
        }

        foreach (var label in replicates[0].Sets.Keys)
        {
            Replicate.RefuseSame(label, replicates.SelectMany(replicate => replicate.Sets[label]), SyntheticSet.Of);
        }

        var device = Machine.Settle(experiment, display);
        var (rows, copies) = (new List<FidelityRow>(), new CopyMeasures(part, device, display, stop));
        var told = new HashSet<string>();
        Provenance? provenance = null;
        foreach (var replicate in replicates)
        {
            using var data = replicate.Load(asDrawn: true, device, display, stop);
            SegmentationEvaluator.Check(data, part, replicate.Experiment.Data.MinMaskPixels);
            CaseNote.Tell(data.Notes.Where(told.Add), display.Say, display.Warn);
            if (replicate == replicates[0])
            {
                replicates.Skip(1).ToList().ForEach(other => other.RefuseOtherData(other.Sets.Keys, replicate, data));
            }

            foreach (var set in replicate.Sets.Values.SelectMany(sets => sets).Distinct())
            {
                replicate.Check(set, SyntheticSet.Of(set), data, display);
            }

            using var network = DrawingFidelity.NetworkOf(experiment, data, device, display);
            var convolutions = network is null ? "none computed" : SafeConvolutions.Ensure([DrawingFidelity.Checked(experiment, data)], device, display);
            if (network is not null && told.Add(convolutions))
            {
                display.Say(convolutions);
            }

            provenance ??= Provenance.Of(device.ToString(), convolutions, data.Fingerprint, ExperimentWriter.Write(experiment));
            rows.AddRange(Measure(replicate, replicate.Sets.Keys, data, part, network, device, display, stop));
            copies.Add(replicate, replicate.Sets.Keys);
        }

        var text = $"{FidelityText.Of(rows, experiment.Sites.Without)!.Markdown()}\n{CopiesText.Of(copies.NearCopies, copies.Differences, experiment.Sites.Without)!.Markdown()}";
        FolderKind.Fidelity.Replace(folder, whole =>
        {
            AtomicFile.WriteText(Path.Combine(whole, "config.yaml"), ExperimentWriter.Write(experiment));
            (provenance! with { Ended = DateTime.UtcNow }).Write(Path.Combine(whole, "provenance.json"));
            AtomicFile.WriteText(Path.Combine(whole, "fidelity.md"), text);
            copies.Write(whole);
            new CsvLog<FidelityRow>(Path.Combine(whole, "fidelity.csv")).Replace(rows);
        });
        return (folder, text, rows);
    }

    /// <summary>Measures the sets of some labels, which are of these data.</summary>
    /// <exception cref="UserException">A set is missing or unfinished, or an image of it is at fault.</exception>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    internal static IReadOnlyList<FidelityRow> Measure(
        Replicate replicate, IEnumerable<string> labels, Dataset data, DataPart part, PerceptualLoss? network, Device device, IRunDisplay display,
        CancellationToken stop)
    {
        var sets = labels.Select(label => (Label: label, Sets: replicate.Sets[label].Select(set => (Set: SyntheticSet.Of(set), Data: replicate.AsOfRun(set))).ToList())).ToList();
        if (sets.Count == 0)
        {
            return [];
        }

        var fidelity = new DrawingFidelity(replicate.Experiment, data, part, network, device, display, stop);
        return
        [
            .. sets.SelectMany(label => fidelity.Of(
                label.Label, replicate.NameOf(label.Label), [.. label.Sets.Select(one => one.Set)], HeadPatients.Of(label.Sets, device, display, stop))),
        ];
    }
}
