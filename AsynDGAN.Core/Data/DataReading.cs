using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data.Batches;
using AsynDGAN.Core.Data.Preparation;
using AsynDGAN.Core.Data.Sites;
using AsynDGAN.Core.Data.Sources;
using AsynDGAN.Core.Runs;

namespace AsynDGAN.Core.Data;

/// <summary>Reads a source's cases and prepares the slices that a run uses.</summary>
/// <remarks>
/// Cases are split before they are read, so that each can be cut down to its used slices at once. One that cannot be read does
/// not change the others' parts.
/// </remarks>
/// <param name="options">Which and how.</param>
/// <param name="makeSplit">From cases, whose slices it does not look at, to every patient's part.</param>
/// <param name="threads">How many threads work, as many as processors by default; the result does not depend on it.</param>
/// <param name="progress">Told how many cases of how many are read.</param>
/// <param name="everySlice">Keeps slices below min_mask_pixels in the validation and test parts.</param>
internal sealed class DataReading(
    DataOptions options, Func<IReadOnlyList<ImageCase>, PatientSplit> makeSplit, int? threads, IProgress<(int Done, int Total)>? progress, bool everySlice)
{
    private readonly int workers = threads ?? Environment.ProcessorCount;
    private readonly CasePreparation preparation = new(options);
    private readonly CaseCache? cache = options.Cache is { } folder ? new CaseCache(folder, options) : null;
    private readonly FileDigests digests = new();

    /// <summary>Whether samples are made of the slices that are used; else they are looked at alone.</summary>
    public bool MakesSamples { get; init; } = true;

    /// <summary>Which cases are read, all by default; the fingerprint of some is that of no data set.</summary>
    public Func<ImageCase, bool> Wants { get; init; } = _ => true;

    /// <summary>What a reading of all left out, where some are read: a picture that does not go with the others is not told by some of them.</summary>
    public IReadOnlyList<LeftOut> Known { get; init; } = [];

    // Which slices have enough of the object is another question in another part.
    private IReadOnlyList<LeftOut> KnownFaults => [.. Known.Where(one => one.Reason != FewPixels)];

    private string FewPixels => $"fewer than {options.MinMaskPixels} mask pixels at {options.ImageSize}x{options.ImageSize}";

    /// <summary>Pictures, or slices that are files of their own.</summary>
    public PreparedData Pictures(ICaseSource source)
    {
        var all = source.List();
        var listing = all with { Cases = [.. all.Cases.Where(listed => Wants(listed.Case))] };
        var split = Split([.. listing.Cases.Select(listed => listed.Case)], listing.Place, listing.Faults);
        var sampled = new SampledCase?[listing.Cases.Count];
        var states = new FileStates?[listing.Cases.Count];
        var read = new CaseReading(listing, options.OnError, Read) { Known = KnownFaults }.Run(workers, progress);
        SampledCase[] used = [.. sampled.OfType<SampledCase>()];
        ImageCase[] cases = [.. used.Select(own => own.Prepared.Case)];
        IEnumerable<string> masks = [.. listing.HasMaskFiles ? SourceNotes.OfMasks(cases) : [], .. SourceNotes.OfFullMasks(cases), .. listing.Cases.Count < all.Cases.Count ? [] : SourceNotes.OfMaskValues(cases, options)];
        return new PreparedData(
            cases, Present(split, cases), [.. used.SelectMany(own => own.Samples)], [.. read.LeftOut, .. used.SelectMany(own => Dropped(own, split))], read.Fingerprint)
        {
            Notes = [.. read.Notes, .. masks, .. SourceNotes.OfCases(cases), .. GreyNotes.Of([.. used.Select(own => own.Prepared)], options), .. SourceNotes.OfNames(cases), .. WithoutSlices([.. used.Select(own => own.Prepared)], split), .. cache?.Notes ?? []],
        };

        IReadOnlyList<SliceResult> Read(int i, IReadOnlySet<int> without)
        {
            var listed = listing.Cases[i];
            var seen = states[i] ??= new FileStates(listed.Paths);
            var prepared = without.Count > 0 ? Prepare(listed, without, split)
                : Cached(Contents(listed, split), seen, listed.Case, split, () => Prepare(listed, without, split));
            seen.RefuseChanges();
            sampled[i]?.Dispose();
            sampled[i] = prepared.Slices.Count > 0 ? Sampled(prepared, split) : null;
            return prepared.Read;
        }
    }

    /// <summary>Volumes.</summary>
    public PreparedData Volumes(IVolumeSource source)
    {
        var (all, missing) = source.List();
        var known = KnownFaults.Select(one => one.Name).ToHashSet();
        VolumeFiles[] volumes = [.. all.Where(volume => Wants(volume.Case) && !known.Contains(volume.Case.Name))];
        var split = Split([.. volumes.Select(volume => volume.Case)], source.Place, missing);
        var results = ParallelReading.Run(volumes.Length, workers, progress, i => Read(source, volumes[i], split));
        MarkShared(volumes, results);
        var faults = missing.Concat(results.Select(result => result.Fault).OfType<LeftOut>()).ToArray();
        if (options.OnError == OnError.Stop)
        {
            LeftOut.RefuseAny(source.Place, faults);
        }

        var read = results.Where(result => result.Case is not null).Select(result => (Case: result.Case!, result.Digest)).ToArray();
        if (read.Length == 0)
        {
            throw new UserException($"no case of {source.Place} can be used", "--set data.on_error=stop says why.");
        }

        var cases = read.Select(result => result.Case.Prepared.Case).ToArray();
        return new PreparedData(
            cases,
            Present(split, cases),
            [.. read.SelectMany(result => result.Case.Samples)],
            [.. faults, .. read.SelectMany(result => Dropped(result.Case, split))],
            Digest.OfText(string.Concat(read.Select(result => $"{result.Case.Prepared.Case.Name}\t{result.Digest}\n"))))
        {
            Notes =
            [
                .. source.Notes, .. SourceNotes.OfRange(options.Normalise), .. SourceNotes.OfPixels(cases),
                .. SourceNotes.OfMasks(cases), .. SourceNotes.OfFullMasks(cases), .. volumes.Length < all.Count ? [] : SourceNotes.OfMaskValues(cases, options), .. SourceNotes.OfEqualMasks([.. cases.Select(@case => (@case.Name, @case.Patient, @case.MaskContents))]),
                .. SourceNotes.OfCases(cases), .. SourceNotes.OfNames(cases), .. WithoutSlices([.. read.Select(result => result.Case.Prepared)], split), .. cache?.Notes ?? [],
            ],
        };
    }

    /// <summary>Cuts the cases into parts. Where they are too few, files that are missing may be why, and are said first.</summary>
    private PatientSplit Split(IReadOnlyList<ImageCase> cases, string place, IReadOnlyList<LeftOut> faults)
    {
        try
        {
            return makeSplit(cases);
        }
        catch (UserException) when (options.OnError == OnError.Stop)
        {
            LeftOut.RefuseAny(place, faults);
            throw;
        }
    }

    /// <summary>Makes faults of volumes whose image is another patient's.</summary>
    private static void MarkShared(IReadOnlyList<VolumeFiles> volumes, (SampledCase? Case, string Digest, LeftOut? Fault)[] results)
    {
        foreach (var (volume, first) in SharedImages.Find([.. results.Zip(volumes, (result, files) => (files.Case.Patient, result.Case?.Prepared.Case.Contents ?? []))]))
        {
            var other = volumes[first].Case.Name;
            results[volume].Case?.Dispose();
            results[volume] = (null, "", new LeftOut(volumes[volume].Case.Name, $"an image of it is that of {other} too"));
        }
    }

    /// <returns>The case, and the names, sizes and SHA-256 of its files; or why there is none.</returns>
    private (SampledCase? Case, string Digest, LeftOut? Fault) Read(IVolumeSource source, VolumeFiles volume, PatientSplit split)
    {
        var states = new FileStates(volume.Paths);
        try
        {
            var digest = string.Join('\t', volume.Paths.Select(Content).Append(volume.Entry));
            var prepared = Cached(digest, states, volume.Case, split, () => preparation.Prepare(source.Read(volume), [], inPatches: false));
            return (Sampled(prepared, split), digest, null);
        }
        catch (UserException fault)
        {
            states.RefuseChanges();
            return (null, "", new LeftOut(volume.Case.Name, fault.Message));
        }
    }

    private PreparedCase Prepare(ListedCase listed, IReadOnlySet<int> without, PatientSplit split)
    {
        var inPatches = IsCut(listed.Case, split);
        SliceResult[] results = [.. listed.Read(digests).Select(result =>
            !inPatches && result.Slice?.FaultOfSquare(options) is { } fault ? SliceResult.OfFault(fault, result.Digest) : result)];
        return preparation.Prepare(CaseReading.Joined(listed, results, without), results, inPatches);
    }

    /// <summary>What a case is made of; null where nothing is cached, or a file cannot be read.</summary>
    private string? Contents(ListedCase listed, PatientSplit split)
    {
        try
        {
            return cache is null ? null : string.Join('\n', [
                IsCut(listed.Case, split) ? "cut" : "whole", .. options.TellsClasses() ? ["classes"] : Array.Empty<string>(), listed.Entry, .. listed.Slices.Select(slice => slice.Name), .. listed.Paths.Select(Content)]);
        }
        catch (UserException)
        {
            // Told when the case is read.
            return null;
        }
    }

    private string Content(string path)
    {
        var file = digests.Of(path);
        return $"{file.Name}\t{file.Length}\t{file.Sha256}";
    }

    private PreparedCase Cached(string? contents, FileStates states, ImageCase @case, PatientSplit split, Func<PreparedCase> prepare)
    {
        if (contents is not null && cache?.Find(contents, @case, pixels => IsUsed(@case, pixels, split)) is { } found)
        {
            return found;
        }

        var prepared = prepare();
        states.RefuseChanges();
        if (contents is not null && prepared.Read.All(result => result.Fault is null))
        {
            cache?.Keep(contents, prepared);
        }

        return prepared;
    }

    private SampledCase Sampled(PreparedCase prepared, PatientSplit split) => new(
        prepared with { Slices = [.. prepared.Slices.Select(slice => slice with { Pixels = null })] },
        Sample.Of(prepared.Slices.Where(slice => MakesSamples && IsUsed(prepared.Case, slice.MaskPixels, split))));

    private IEnumerable<LeftOut> Dropped(SampledCase sampled, PatientSplit split) => sampled.Prepared.Slices
        .Where(slice => !IsUsed(slice.Case, slice.MaskPixels, split))
        .Select(slice => new LeftOut(slice.FullName, FewPixels));

    /// <summary>Patients who count in the split, and of whom nothing is used.</summary>
    private IEnumerable<string> WithoutSlices(IReadOnlyList<PreparedCase> cases, PatientSplit split)
    {
        string[] patients = [.. cases.GroupBy(own => own.Case.Patient).Where(patient => patient.All(own => own.Slices.All(slice => !IsUsed(own.Case, slice.MaskPixels, split))))
            .Select(patient => $"{patient.Key} ({split.Parts[patient.Key].ToString().ToLowerInvariant()})")];
        return patients.Length == 0 ? [] : [$"patients of whom no slice is used: {SourceNotes.Listed(patients, ", ")}{(patients.Length > 1 ? $" ({patients.Length})" : "")}"];
    }

    /// <summary>Whether a case's pictures are cut into patches: not where they are evaluated as a whole.</summary>
    private bool IsCut(ImageCase @case, PatientSplit split) => options.Patch.Size is not null && !(everySlice && split.Parts[@case.Patient] != DataPart.Training);

    private bool IsUsed(ImageCase @case, int maskPixels, PatientSplit split) =>
        maskPixels >= options.MinMaskPixels || (everySlice && split.Parts[@case.Patient] != DataPart.Training);

    private static PatientSplit Present(PatientSplit split, IReadOnlyList<ImageCase> cases)
    {
        var patients = cases.Select(@case => @case.Patient).ToHashSet();
        return new PatientSplit(split.Parts.Where(part => patients.Contains(part.Key)));
    }
}
