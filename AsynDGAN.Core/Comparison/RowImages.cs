using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data;
using AsynDGAN.Core.Segmentation;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Comparison;

/// <summary>
/// The images that a replicate's rows are trained on. Those of a site or of a synthetic set are read once, when a row first wants
/// them, and all its rows share them; several threads may ask.
/// </summary>
/// <param name="stop">Asks to stop reading.</param>
internal sealed class RowImages(Replicate replicate, Dataset data, Device device, CancellationToken stop) : IDisposable
{
    private readonly SegmentationClasses classes = replicate.Experiment.Segmentation.Classes;
    private readonly Dictionary<string, SyntheticSet> sets = [];
    private readonly Dictionary<string, LabelledImages> ofSites = [], ofRuns = [];
    private readonly Lock gate = new();

    /// <summary>A row's; valid as long as this is.</summary>
    /// <exception cref="UserException">An image is at fault, or there is none.</exception>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    public LabelledImages Of(ComparisonRow row) => LabelledImages.Join(row.Set switch
    {
        RowKind.RealAll or RowKind.FederatedAveraging or RowKind.Threshold => data.Sites.Select(site => OfSite(site.Name)),
        RowKind.RealSubset => [OfSite(row.Site!)],
        RowKind.Synthetic => RunsOf(row).Select(OfRun),
        RowKind.OwnMasks => RunsOf(row).Select(run => OfRun(run).Only(SetOf(run).OwnMasks)),
        RowKind.NewMasks => RunsOf(row).Select(run => OfRun(run).Only(SetOf(run).NewMasks)),
        RowKind.RealSubsetAndSynthetic => [OfSite(row.Site!), .. RunsOf(row).Select(OfRun)],
        _ => throw new ArgumentOutOfRangeException(nameof(row), row.Set, "no such training set"),
    });

    /// <summary>A site's real training images; valid as long as this is.</summary>
    public LabelledImages OfSite(string name) =>
        Once(ofSites, name, () => LabelledImages.Of(data.Sites.First(site => site.Name == name).Training, classes, device));

    /// <summary>The synthetic set of a run.</summary>
    /// <exception cref="UserException">It is missing or unfinished.</exception>
    public SyntheticSet SetOf(string run) => Once(sets, run, () => SyntheticSet.Of(run));

    public void Dispose()
    {
        foreach (var images in ofSites.Values.Concat(ofRuns.Values))
        {
            images.Dispose();
        }
    }

    private LabelledImages OfRun(string run) =>
        Once(ofRuns, run, () => SetOf(run).Read(data.Sites[0].Training.ImageShape, classes, device, stop));

    private IReadOnlyList<string> RunsOf(ComparisonRow row) => replicate.Runs[row.Label!];

    private T Once<T>(Dictionary<string, T> known, string name, Func<T> read)
    {
        lock (gate)
        {
            return known.TryGetValue(name, out var before) ? before : known[name] = read();
        }
    }
}
