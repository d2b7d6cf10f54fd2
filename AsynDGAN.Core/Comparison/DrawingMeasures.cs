using AsynDGAN.Core.Comparison.Fidelity;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data;
using AsynDGAN.Core.Networks;
using AsynDGAN.Core.Runs;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Comparison;

/// <summary>
/// What is measured of a comparison's drawings beside its rows. A measure that fails for one replicate is not told of the others either, since
/// means over those would read as those of all: the tables are written without it, and a note says why.
/// </summary>
/// <param name="folder">The comparison's folder, which has the trained networks.</param>
/// <param name="part">Whose real images are measured against: validation or test.</param>
/// <param name="device">What is computed on.</param>
/// <param name="display">Shows how far it is, and is told what fails.</param>
/// <param name="stop">Asks to stop.</param>
internal sealed class DrawingMeasures(StudyFolder folder, DataPart part, Device device, IRunDisplay display, CancellationToken stop)
{
    private const string FromReal = "how far drawings are from real images";

    private readonly List<FidelityRow> fidelity = [];
    private readonly List<ShownMasks> shown = [];
    private readonly List<string> notes = [];
    private readonly HashSet<string> failed = [];

    /// <summary>How near drawings are to training images.</summary>
    public CopyMeasures Copies { get; } = new(part, device, display, stop);

    /// <summary>How far they are from held-out real images.</summary>
    public IReadOnlyList<FidelityRow> Fidelity => fidelity;

    /// <summary>Whether they show their masks: a sentence a run, so that one that fails takes none of the others away.</summary>
    public IReadOnlyList<ShownMasks> Shown => shown;

    /// <summary>What was not measured and why, a paragraph each.</summary>
    public IReadOnlyList<string> Notes => notes;

    /// <summary>Measures the sets of some labels.</summary>
    /// <param name="replicate">Whose sets.</param>
    /// <param name="labels">Those of the rows.</param>
    /// <param name="trainings">The networks that were trained on its split.</param>
    /// <param name="data">Its data, pictures whole.</param>
    /// <param name="network">The network whose features are taken too; null: none.</param>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    public void Add(Replicate replicate, IReadOnlyList<string> labels, IReadOnlyList<TrainedRow> trainings, Dataset data, PerceptualLoss? network)
    {
        MeasureAll("copying", () => Copies.Add(replicate, labels), Copies.Clear);
        Measure("drawings against real patches", () =>
        {
            using var cut = data.Sites[0][part].IsOfPatches ? replicate.Load(asDrawn: true, device, display, stop) : null;
            var alike = cut ?? data;
            MeasureAll(
                FromReal, () => fidelity.AddRange(FidelityStudy.Measure(replicate, labels, alike, part, network, device, display, stop)), fidelity.Clear);
            Measure("whether drawings show their masks", () =>
            {
                foreach (var (names, check) in new MaskCheck(folder, alike, device, display, stop).Of(replicate, trainings))
                {
                    Measure($"whether drawings of {names} show their masks", () => shown.AddRange(check() is { } one ? [one] : []), () => { });
                }
            }, () => { });
        }, () => Forget(FromReal, fidelity.Clear));
    }

    /// <summary>Measures what is told of all replicates or of none.</summary>
    private void MeasureAll(string what, Action measure, Action forget)
    {
        if (!failed.Contains(what))
        {
            Measure(what, measure, () => Forget(what, forget));
        }
    }

    private void Forget(string what, Action forget)
    {
        failed.Add(what);
        forget();
    }

    private void Measure(string what, Action measure, Action forget)
    {
        try
        {
            measure();
        }
        catch (UserException e)
        {
            forget();
            display.Warn($"not measured: {what}. {e.Message}");
            notes.Add($"not measured: {what}. {string.Join(' ', e.Message.Split('\n', StringSplitOptions.TrimEntries))}");
        }
    }
}
