using System.Text.RegularExpressions;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data;
using AsynDGAN.Core.Data.Sources;

namespace AsynDGAN.Core.Setup;

/// <summary>All cases that a source lists, and what is wrong with it so far.</summary>
/// <param name="Place">What messages call it.</param>
/// <param name="Cases">In name order.</param>
/// <param name="Faults">Files without a counterpart.</param>
/// <param name="Notes">What the source says, and what of it is not wanted, a line each.</param>
internal sealed partial record SourceCases(string Place, IReadOnlyList<ReadableCase> Cases, IReadOnlyList<LeftOut> Faults, IReadOnlyList<string> Notes)
{
    private static readonly HashSet<int> none = [];

    /// <summary>Lists them, as a run would read them.</summary>
    /// <param name="needsSites">Whether hospitals are asked for.</param>
    /// <exception cref="UserException">There is nothing to read.</exception>
    public static SourceCases Of(DataOptions options, bool needsSites) => Dataset.SourceOf(options, needsSites) switch
    {
        ICaseSource pictures => OfPictures(pictures.List()),
        IVolumeSource volumes => OfVolumes(volumes),
        var other => throw new ArgumentOutOfRangeException(nameof(options), other, "no such source"),
    };

    private static SourceCases OfPictures(CaseListing listing)
    {
        var digests = new FileDigests();
        return new SourceCases(listing.Place, [.. listing.Cases.Select(listed => new ReadableCase(listed.Case, listed.Slices.Count, () => Read(listed, digests)))], listing.Faults,
            [.. listing.Notes, .. new DatasetSummary([], listing.Unused).LeftOutLines]);
    }

    private static SourceCases OfVolumes(IVolumeSource source)
    {
        var (volumes, faults) = source.List();
        return new SourceCases(source.Place, [.. volumes.Select(volume => new ReadableCase(volume.Case, null, () => source.Read(volume)))], faults, source.Notes);
    }

    private static ImageCase Read(ListedCase listed, FileDigests digests)
    {
        var results = listed.Read(digests);
        var faults = results.Select((result, i) => (result.Fault, listed.Slices[i].Label)).Where(slice => slice.Fault is not null).ToArray();
        return faults.Length == 0
            ? CaseReading.Joined(listed, results, none)
            : throw new UserException(string.Join("; ", faults.Select(slice => Told(OfManifest().Replace(slice.Label, ""), slice.Fault!))));
    }

    private static string Told(string file, string fault) => fault.Contains(file) ? fault : $"{file}: {fault}";

    // Files are named without the lines of a manifest, which may be taken away again.
    [GeneratedRegex("^line [0-9]+, ")]
    private static partial Regex OfManifest();
}
