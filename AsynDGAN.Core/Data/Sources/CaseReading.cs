using AsynDGAN.Core.Configuration;

namespace AsynDGAN.Core.Data.Sources;

/// <summary>Reads all cases of a listing and finds the faults that only a comparison of all shows.</summary>
/// <param name="listing">The cases.</param>
/// <param name="onError">What is done about faults.</param>
/// <param name="read">
/// Reads a case, the n-th, keeps what is wanted of it, and tells what came of its slices, in order and without pixels. Slices at fault, and those
/// whose places are given, are left out of the case. Called by several threads, for some cases again.
/// </param>
internal sealed class CaseReading(CaseListing listing, OnError onError, Func<int, IReadOnlySet<int>, IReadOnlyList<SliceResult>> read)
{
    private static readonly HashSet<int> none = [];

    /// <summary>What a reading of more cases than these left out, of their slices: it is left out here, too, though these cases alone may not show why.</summary>
    public IReadOnlyList<LeftOut> Known { get; init; } = [];

    /// <summary>Reads; the result does not depend on the number of threads.</summary>
    /// <returns>Without cases.</returns>
    /// <exception cref="UserException">Faults, where they are not to be skipped, or nothing is left.</exception>
    public CaseSet Run(int threads, IProgress<(int Done, int Total)>? progress)
    {
        var cases = listing.Cases;
        var results = ParallelReading.Run(cases.Count, threads, progress, i => read(i, none));
        var slices = results.SelectMany((read, i) => read.Select((result, slice) => (Case: i, Slice: slice, Result: result, cases[i].Slices[slice].Label))).ToArray();
        var known = Known.DistinctBy(one => one.Name).ToDictionary(one => one.Name, one => one.Reason);
        var first = slices.FirstOrDefault(slice => slice.Result.Fault is null && !known.ContainsKey(slice.Label));
        var shared = SharedImages.Find([.. slices.Select(slice => (cases[slice.Case].Case.Patient, known.ContainsKey(slice.Label) ? [] : slice.Result.Contents))])
            .ToDictionary(pair => pair.Later, pair => $"{(slices[pair.Later].Result.Contents.Count > 1 ? "a channel of its image is one" : "its image is that")} of {Named(slices[pair.First].Label, cases[slices[pair.First].Case].Case.Patient)}");
        var (left, used, unfit) = (listing.Faults.ToList(), 0, new Dictionary<int, HashSet<int>>());
        foreach (var (i, (@case, slice, result, label)) in slices.Index())
        {
            if (result.Fault is { } own)
            {
                left.Add(new LeftOut(label, own));
            }
            else if ((known.GetValueOrDefault(label) ?? result.Unlike(first.Result, first.Label) ?? shared.GetValueOrDefault(i)) is { } fault)
            {
                left.Add(new LeftOut(label, fault));
                unfit.TryAdd(@case, []);
                unfit[@case].Add(slice);
            }
            else
            {
                used++;
            }
        }

        if (onError == OnError.Stop)
        {
            LeftOut.RefuseAny(listing.Place, left);
        }

        foreach (var (@case, without) in unfit)
        {
            read(@case, without);
        }

        var sound = slices.Where(slice => slice.Result.Fault is null).ToArray();
        return used > 0
            ? new CaseSet([], [.. listing.Unused, .. left], listing.Fingerprint([.. slices.Select(slice => slice.Result.Digest)]))
            {
                Notes =
                [
                    .. listing.Notes,
                    .. SourceNotes.OfColours(sound.Select(slice => (slice.Result.ObjectColour, slice.Label))),
                    .. listing.IsDrawn ? [] : SourceNotes.OfEqualMasks([.. sound.Select(slice => (slice.Label, cases[slice.Case].Case.Patient, slice.Result.MaskContents))]),
                ],
            }
            : throw new UserException($"no {(listing.HasMaskFiles ? "slice" : "picture")} of {listing.Place} can be used", "--set data.on_error=stop says why.");
    }

    /// <summary>A case from its slices' results, without those that are at fault or left out, or unlike the first of it: one of both is then left out of all.</summary>
    public static ImageCase Joined(ListedCase listed, IReadOnlyList<SliceResult> results, IReadOnlySet<int> without)
    {
        SliceResult[] used = [.. results.Where((_, i) => !without.Contains(i))];
        SliceResult[] sound = [.. used.Where(result => result.Slice is not null)];
        CaseSlice[] slices = [.. sound.Where(result => result.Unlike(sound[0], "") is null).Select(result => result.Slice!)];
        var notes = used.SelectMany(result => result.Notes);
        IReadOnlyList<int>[] values = [.. used.Select(result => result.MaskValues).OfType<IReadOnlyList<int>>()];
        return listed.Case with { Slices = slices, Notes = [.. listed.Case.Notes, .. notes], MaskValues = values.Length == 0 ? null : [.. values.SelectMany(own => own).Distinct()], MaskFractions = [.. slices.Select(slice => slice.MaskFraction)], IsColour = listed.IsColour && slices.FirstOrDefault()?.Image.Channels > 1 };
    }

    private static string Named(string label, string patient) => label == patient ? $"{label} too" : $"{label} too, of patient {patient}";
}
