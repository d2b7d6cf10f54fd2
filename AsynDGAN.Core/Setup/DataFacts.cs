using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data.Sources;
using AsynDGAN.Core.Runs;

namespace AsynDGAN.Core.Setup;

/// <summary>What a configuration is fitted to.</summary>
/// <param name="Sites">In name order, of all cases.</param>
/// <param name="Cases">Those that were looked at.</param>
internal sealed record DataFacts(IReadOnlyList<SiteFacts> Sites, IReadOnlyList<CaseFacts> Cases)
{
    private const int MostSlices = 400, MostVolumes = 8;
    private const double SmallestTenth = 0.1;

    /// <summary>Sides of networks' grids that are considered, in their order.</summary>
    public static IReadOnlyList<int> Sizes { get; } = [32, 64, 96, 128, 192, 256];

    /// <summary>Cases in all.</summary>
    public required int AllCases { get; init; }

    /// <summary>Whether the cases are volumes.</summary>
    public required bool AreVolumes { get; init; }

    /// <summary>Whether the data give a part to every patient.</summary>
    public required bool HasParts { get; init; }

    /// <summary>Of all images.</summary>
    public int Channels => Cases[0].Channels;

    /// <summary>8 or 16.</summary>
    public int Bits => Cases[0].Bits;

    /// <summary>The slices that were looked at.</summary>
    public IReadOnlyList<SliceFacts> Slices { get; } = [.. Cases.SelectMany(@case => @case.Slices)];

    /// <summary>The slices that have objects.</summary>
    public IReadOnlyList<SliceFacts> WithObjects => [.. Slices.Where(slice => slice.MaskPixels > 0)];

    /// <summary>The objects that were looked at, from the smallest.</summary>
    public IReadOnlyList<ObjectFacts> Objects { get; } = [.. Cases.SelectMany(@case => @case.Objects).OrderBy(found => found.Area)];

    /// <summary>Looks at cases, evenly spaced where there are many.</summary>
    /// <exception cref="UserException">Files are at fault: all faults that were met; or there are no objects.</exception>
    /// <param name="place">What messages call the data.</param>
    /// <param name="source">All cases.</param>
    /// <param name="options">How they are read.</param>
    /// <param name="display">Shows how far it is.</param>
    /// <param name="stop">When nothing is shown any more.</param>
    public static DataFacts Of(string place, SourceCases source, DataOptions options, IRunDisplay display, CancellationToken stop)
    {
        var cases = source.Cases;
        var areVolumes = cases.Any(@case => @case.Slices is null);
        var wanted = areVolumes ? MostVolumes : Math.Max(1, (int)((long)cases.Count * MostSlices / Math.Max(MostSlices, cases.Sum(@case => @case.Slices!.Value))));
        var looked = Math.Min(cases.Count, wanted);
        var progress = new LoadingProgress(display, stop);
        var read = ParallelReading.Run<(CaseFacts? Facts, LeftOut? Fault)>(looked, Environment.ProcessorCount, progress, i =>
        {
            var chosen = cases[(int)((long)i * cases.Count / looked)];
            try
            {
                return (CaseFacts.Of(chosen.Read(), options), null);
            }
            catch (UserException fault)
            {
                return (null, new LeftOut(chosen.Case.Name, fault.Message));
            }
        });
        var faults = new FaultList();
        foreach (var fault in source.Faults.Select(fault => $"{fault.Name}: {fault.Reason}").Concat(read.Select(one => one.Fault).OfType<LeftOut>()
            .Select(fault => fault.Reason.Contains(fault.Name, StringComparison.Ordinal) ? fault.Reason : $"{fault.Name}: {fault.Reason}")))
        {
            faults.Add(fault);
        }

        faults.ThrowIfAny(place, "Mend or remove these files, and run init again.");
        CaseFacts[] facts = [.. read.Select(one => one.Facts!)];
        if (!Array.Exists(facts, own => own.Slices.Any(slice => slice.MaskPixels > 0)))
        {
            throw new UserException($"{place}: none of the {facts.Sum(own => own.Slices.Count)} masks that were looked at has an object", "Look whether they are the masks that were meant; where the object is stored as 0, --mask-values 0 says so (of a TIFF whose zero means white, the largest number, 255 of 8 bits).");
        }

        var unlike = facts.FirstOrDefault(own => (own.Channels, own.Bits) != (facts[0].Channels, facts[0].Bits));
        return unlike is not null
            ? throw Mixed(place, facts[0], unlike)
            : new DataFacts(
                [.. cases.GroupBy(@case => @case.Case.Institution).OrderBy(site => site.Key, StringComparer.Ordinal)
                    .Select(site => new SiteFacts(site.Key, site.DistinctBy(@case => @case.Case.Patient).Count(), site.Sum(@case => @case.Slices ?? 1)))],
                facts)
            {
                AllCases = cases.Count,
                AreVolumes = areVolumes,
                HasParts = cases.Any(@case => @case.Case.Part is not null),
            };
    }

    private static UserException Mixed(string place, CaseFacts first, CaseFacts other) => new(
        $"{place}: {first.Example} has {first.Kind}, and {other.Example} {other.Kind}", "Save all images in grey or all in colour, and all with 8 bits or all with 16.");

    /// <summary>Bytes of all pixels, by those that were looked at.</summary>
    public long Bytes => (long)(Slices.Sum(slice => (double)slice.Height * slice.Width * (Channels * Bits / 8 + 1)) / Cases.Count * AllCases);

    /// <summary>The share of the objects' area, at the site that has the least, that survives at a size.</summary>
    /// <param name="size">One of <see cref="Sizes"/>.</param>
    /// <param name="ofHead">Whether the square around the head is what the networks see.</param>
    public double Surviving(int size, bool ofHead) => Objects.Count == 0 ? 1 : Objects.GroupBy(found => found.Site).Min(site => Share([.. site], size, ofHead));

    /// <summary>The same of the smallest tenth of all objects.</summary>
    public double SurvivingOfSmallest(int size, bool ofHead) => Objects.Count == 0 ? 1 : Share([.. Objects.Take((int)Math.Ceiling(SmallestTenth * Objects.Count))], size, ofHead);

    /// <summary>The middle one, the lower of two.</summary>
    public static T Median<T>(IEnumerable<T> values) => values.Order().ToArray() is var sorted ? sorted[(sorted.Length - 1) / 2] : default!;

    private static double Share(IReadOnlyList<ObjectFacts> objects, int size, bool ofHead)
    {
        var place = Sizes.ToList().IndexOf(size);
        return objects.Sum(found => (double)(ofHead ? found.LeftOfHead : found.LeftOfWhole)[place]) / objects.Sum(found => (double)found.Area);
    }
}
