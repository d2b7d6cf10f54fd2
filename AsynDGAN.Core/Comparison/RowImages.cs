using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data;
using AsynDGAN.Core.Runs;
using AsynDGAN.Core.Segmentation;
using AsynDGAN.Core.Synthesis;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Comparison;

/// <summary>
/// The images that a replicate's rows are trained on. Those of a site or of a synthetic set are read once, when a row first wants
/// them, and all its rows share them; several threads may ask.
/// </summary>
/// <param name="replicates">The one whose rows are trained first, then the others of its split, over which a smallest number is taken.</param>
/// <param name="table">All rows of the table, whichever are trained here.</param>
/// <param name="data">The real images of the split.</param>
/// <param name="device">Where images go.</param>
/// <param name="display">Shows how far reading is.</param>
/// <param name="stop">Asks to stop reading.</param>
internal sealed class RowImages(
    IReadOnlyList<Replicate> replicates, IReadOnlyList<ComparisonRow> table, Dataset data, Device device, IRunDisplay display, CancellationToken stop) : IDisposable
{
    private readonly SegmentationOptions options = replicates[0].Experiment.Segmentation;
    private readonly Dictionary<string, SyntheticSet> sets = [];
    private readonly Dictionary<string, LabelledImages> ofSites = [], ofSets = [];
    private readonly Lock gate = new();
    private readonly Lock counting = new();
    private int? smallest;

    /// <summary>A row's, cut where rows are; valid as long as this is.</summary>
    /// <param name="row">The row.</param>
    /// <param name="seed">The segmentation seed, by which a cut row's images are chosen.</param>
    /// <exception cref="UserException">An image is at fault, or there is none.</exception>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    public LabelledImages Of(ComparisonRow row, int seed) => LabelledImages.Join(BySource(row, seed).Select(source => source.Images));

    /// <summary>A row's, the sites' real training images each by themselves.</summary>
    /// <param name="row">A row of real images alone.</param>
    /// <param name="seed">As above.</param>
    public IReadOnlyList<(string Name, LabelledImages Images)> BySite(ComparisonRow row, int seed) =>
        [.. BySource(row, seed).Select((source, i) => (data.Sites[i].Name, source.Images))];

    /// <summary>
    /// Digests (<see cref="Core.Data.Batches.SampleSet.Decoded(int)"/>) of the real images that a row has seen: its own, and all training images of the sites from
    /// which the generators of its drawings learned.
    /// </summary>
    /// <param name="row">The row.</param>
    /// <param name="seed">As above.</param>
    public IReadOnlySet<string> Seen(ComparisonRow row, int seed)
    {
        var sources = SourcesOf(replicates[0], row);
        return sources.Zip(Chosen(row, sources, seed), (source, positions) => source.Seen(positions)).SelectMany(seen => seen).ToHashSet();
    }

    /// <summary>The number to which a row is cut; null where it keeps all that it has.</summary>
    /// <exception cref="UserException">A set is missing or unfinished.</exception>
    public int? CutOf(ComparisonRow row) => Wanted is { } wanted && wanted < Count(replicates[0], row) ? wanted : null;

    /// <summary>Refuses rows that have fewer images, in whichever replicate, than they are to be cut to, and federated averaging over a site that would keep none.</summary>
    /// <exception cref="UserException">There is such a row, or a set is missing or unfinished.</exception>
    public void CheckCut()
    {
        if (Wanted is not { } wanted)
        {
            return;
        }

        var few = table.Select(row => (row.Name, Count: replicates.Min(replicate => Count(replicate, row)))).Where(row => row.Count < wanted).ToList();
        if (few.Count > 0)
        {
            throw new UserException(
                $"Rows have fewer images than segmentation.images, {wanted}: {string.Join(", ", few.Select(row => $"{row.Name} {row.Count}"))}.",
                "Set it to the smallest of these, to smallest, or leave the rows out of --train-on.");
        }

        foreach (var row in table.Where(row => row.Set == RowKind.FederatedAveraging))
        {
            var kept = Chosen(row, SourcesOf(replicates[0], row), seed: 0);
            if (Enumerable.Range(0, kept.Count).Where(i => kept[i].Count == 0).Select(i => data.Sites[i].Name).FirstOrDefault() is { } site)
            {
                throw new UserException(
                    $"{row.Name} has no image left at site {site} where it is cut to {wanted} images of all sites together.",
                    "Give segmentation.images a larger number, leave the smallest rows out of --train-on, or leave out fedavg.");
            }
        }
    }

    /// <summary>A synthetic set.</summary>
    /// <exception cref="UserException">It is missing or unfinished.</exception>
    public SyntheticSet SetOf(GivenSet set) => Once(sets, set.Folder, () => SyntheticSet.Of(set));

    public void Dispose()
    {
        foreach (var images in ofSites.Values.Concat(ofSets.Values))
        {
            images.Dispose();
        }
    }

    /// <summary>To how many images rows are cut; null where they are not.</summary>
    private int? Wanted
    {
        get
        {
            if (!options.Images.ToSmallest)
            {
                return options.Images.Number;
            }

            lock (counting)
            {
                return smallest ??= replicates.SelectMany(replicate => table.Select(row => Count(replicate, row))).Min();
            }
        }
    }

    private int Count(Replicate replicate, ComparisonRow row) => SourcesOf(replicate, row).Sum(source => source.Positions.Count);

    private IEnumerable<(Source Source, LabelledImages Images)> BySource(ComparisonRow row, int seed)
    {
        var sources = SourcesOf(replicates[0], row);
        return sources.Zip(Chosen(row, sources, seed), (source, positions) => (source, source.Read().Only(positions)));
    }

    /// <summary>The positions in each source that a row keeps.</summary>
    private IReadOnlyList<IReadOnlyList<int>> Chosen(ComparisonRow row, IReadOnlyList<Source> sources, int seed)
    {
        if (CutOf(row) is not { } count)
        {
            return [.. sources.Select(source => source.Positions)];
        }

        var kept = SpreadChoice.Of([.. sources.SelectMany(source => source.Positions.Select(source.SiteOf))], count, seed).ToHashSet();
        var first = 0;
        return
        [
            .. sources.Select(source =>
            {
                var from = first;
                first += source.Positions.Count;
                return (IReadOnlyList<int>)[.. source.Positions.Where((_, i) => kept.Contains(from + i))];
            }),
        ];
    }

    private IReadOnlyList<Source> SourcesOf(Replicate replicate, ComparisonRow row) => row.Set switch
    {
        RowKind.RealAll or RowKind.FederatedAveraging or RowKind.Threshold => [.. data.Sites.Select(site => OfSite(site.Name))],
        RowKind.RealSubset => [OfSite(row.Site!)],
        RowKind.Synthetic => [.. replicate.Sets[row.Label!].Select(set => OfSet(set, known => known.All))],
        RowKind.OwnMasks => [.. replicate.Sets[row.Label!].Select(set => OfSet(set, known => known.OwnMasks))],
        RowKind.NewMasks => [.. replicate.Sets[row.Label!].Select(set => OfSet(set, known => known.NewMasks))],
        RowKind.RealSubsetAndSynthetic => [OfSite(row.Site!), .. replicate.Sets[row.Label!].Select(set => OfSet(set, known => known.All))],
        _ => throw new ArgumentOutOfRangeException(nameof(row), row.Set, "no such training set"),
    };

    private Source OfSite(string name)
    {
        var training = data.Sites.First(site => site.Name == name).Training;
        return new Source(
            () => Once(ofSites, name, () => LabelledImages.Of(training, options.Classes, device)), [.. Enumerable.Range(0, training.Count)], _ => name,
            positions => positions.SelectMany(training.Decoded));
    }

    private Source OfSet(GivenSet set, Func<SyntheticSet, IReadOnlyList<int>> positions)
    {
        var known = SetOf(set);
        return new Source(
            () => Once(ofSets, set.Folder, () => known.Read(data.Sites[0].Training.ImageShape, options.Classes, device, display, stop)),
            positions(known), position => known.Sites[position],
            _ => data.Sites.Where(site => set.Configuration().Sites.Sees(site.Name)).SelectMany(site => site.Training.Decoded()));
    }

    private T Once<T>(Dictionary<string, T> known, string name, Func<T> read)
    {
        lock (gate)
        {
            return known.TryGetValue(name, out var before) ? before : known[name] = read();
        }
    }

    /// <summary>A site's real images or a synthetic set, of which a row has some.</summary>
    /// <param name="Read">Gives all images of it.</param>
    /// <param name="Positions">Those of the row.</param>
    /// <param name="SiteOf">The site of the image in a position.</param>
    /// <param name="Seen">Digests of the real images that who learns from some positions has seen.</param>
    private sealed record Source(Func<LabelledImages> Read, IReadOnlyList<int> Positions, Func<int, string> SiteOf, Func<IReadOnlyList<int>, IEnumerable<string>> Seen);
}
