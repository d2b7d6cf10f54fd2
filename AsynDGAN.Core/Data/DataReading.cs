using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data.Preparation;
using AsynDGAN.Core.Data.Sites;
using AsynDGAN.Core.Data.Sources;
using AsynDGAN.Core.Imaging;
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

    private string FewPixels => $"fewer than {options.MinMaskPixels} mask pixels at {options.ImageSize}x{options.ImageSize}";

    /// <summary>Pictures, or slices that are files of their own.</summary>
    public PreparedData Pictures(ICaseSource source)
    {
        var listing = source.List();
        var split = makeSplit([.. listing.Cases.Select(listed => listed.Case)]);
        var kept = new KeptCase?[listing.Cases.Count];
        var read = new CaseReading(listing, options.OnError, Read).Run(workers, progress);
        KeptCase[] used = [.. kept.OfType<KeptCase>()];
        ImageCase[] cases = [.. used.Select(own => own.Case)];
        var masks = listing.HasMaskFiles ? SourceNotes.OfMasks(cases) : [];
        return new PreparedData(
            cases, Present(split, cases), [.. used.SelectMany(own => own.Slices)], [.. read.LeftOut, .. used.SelectMany(own => own.Dropped)], read.Fingerprint)
        {
            Notes = [.. read.Notes, .. masks, .. GreyNotes.Of(used, options), .. SourceNotes.OfNames(cases), .. cache?.Notes ?? []],
        };

        IReadOnlyList<SliceFacts> Read(int i, IReadOnlySet<int> without)
        {
            var listed = listing.Cases[i];
            var prepared = without.Count > 0 ? Prepare(listed, without, split)
                : Cached(Contents(listed, split), listed.Case, split, () => Prepare(listed, without, split));
            kept[i]?.Dispose();
            kept[i] = prepared.Slices.Count > 0 ? Kept(prepared, split) : null;
            return prepared.Facts;
        }
    }

    /// <summary>Volumes.</summary>
    public PreparedData Volumes(IVolumeSource source)
    {
        var (volumes, missing) = source.List();
        var split = makeSplit([.. volumes.Select(volume => volume.Case)]);
        var results = ParallelReading.Run(volumes.Count, workers, progress, i => Read(source, volumes[i], split));
        MarkShared(volumes, results);
        var faults = missing.Concat(results.Select(result => result.Fault).OfType<LeftOut>()).ToArray();
        if (options.OnError == OnError.Stop)
        {
            var all = new FaultList();
            Array.ForEach(faults, fault => all.Add($"{fault.Name}: {fault.Reason}"));
            all.ThrowIfAny(source.Place, "Mend or remove these files, or go on without them by data.on_error: skip.");
        }

        var read = results.Where(result => result.Kept is not null).ToArray();
        if (read.Length == 0)
        {
            throw new UserException($"no case of {source.Place} can be used", "Set data.on_error to stop to see why.");
        }

        var cases = read.Select(result => result.Kept!.Case).ToArray();
        return new PreparedData(
            cases,
            Present(split, cases),
            [.. read.SelectMany(result => result.Kept!.Slices)],
            [.. faults, .. read.SelectMany(result => result.Kept!.Dropped)],
            Digest.OfText(string.Concat(read.Select(result => $"{result.Kept!.Case.Name}\t{result.Digest}\n"))))
        {
            Notes = [.. SourceNotes.OfCases(cases), .. SourceNotes.OfNames(cases), .. cache?.Notes ?? []],
        };
    }

    /// <summary>Makes faults of volumes whose image is another patient's.</summary>
    private static void MarkShared(IReadOnlyList<VolumeFiles> volumes, VolumeResult[] results)
    {
        var images = results.SelectMany((result, i) => (result.Kept?.Case.Contents ?? []).Select(content => (Volume: i, content))).ToArray();
        foreach (var (later, first) in SharedImages.Find([.. images.Select(image => (volumes[image.Volume].Case.Patient, image.content))]))
        {
            var (volume, other) = (images[later].Volume, volumes[images[first].Volume].Case.Name);
            results[volume].Kept?.Dispose();
            results[volume] = new VolumeResult(null, "", new LeftOut(volumes[volume].Case.Name, $"an image of it is that of {other} too"));
        }
    }

    private VolumeResult Read(IVolumeSource source, VolumeFiles volume, PatientSplit split)
    {
        try
        {
            var digest = string.Join('\t', volume.Paths.Select(Content).Append(volume.Entry));
            var prepared = Cached(digest, volume.Case, split, () => PreparedCase.Of(source.Read(volume), [], preparation));
            return new VolumeResult(Kept(prepared, split), digest, null);
        }
        catch (UserException fault)
        {
            return new VolumeResult(null, "", new LeftOut(volume.Case.Name, fault.Message));
        }
    }

    private PreparedCase Prepare(ListedCase listed, IReadOnlySet<int> without, PatientSplit split)
    {
        var results = listed.Read(digests);
        return PreparedCase.Of(CaseReading.Joined(listed, results, without), [.. results.Select(SliceFacts.Of)], preparation, @case => Cut(@case, split));
    }

    /// <summary>What a case is made of; null where nothing is cached, or a file cannot be read.</summary>
    private string? Contents(ListedCase listed, PatientSplit split)
    {
        try
        {
            return cache is null ? null : string.Join('\n', [
                IsCut(listed.Case, split) ? "cut" : "whole", listed.Entry, .. listed.Slices.Select(slice => slice.Name), .. listed.Paths.Select(Content)]);
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

    private PreparedCase Cached(string? contents, ImageCase @case, PatientSplit split, Func<PreparedCase> prepare)
    {
        if (cache is null || contents is null)
        {
            return prepare();
        }

        if (cache.Find(contents, @case, pixels => IsUsed(@case, pixels, split)) is { } found)
        {
            return found;
        }

        var prepared = prepare();
        if (prepared.Facts.All(fact => fact.Fault is null))
        {
            cache.Keep(contents, prepared);
        }

        return prepared;
    }

    private KeptCase Kept(PreparedCase prepared, PatientSplit split)
    {
        var slices = prepared.Slices.ToLookup(slice => IsUsed(prepared.Case, slice.MaskPixels, split));
        return new KeptCase(
            prepared.Case, prepared.Slices[0].Background, KeptSlice.Of(slices[true]), [.. slices[false].Select(slice => new LeftOut(slice.FullName, FewPixels))]);
    }

    /// <summary>A case in normal colours and, where it is not evaluated as a whole, in patches.</summary>
    private ImageCase Cut(ImageCase @case, PatientSplit split)
    {
        var normalised = options.Colour.Method switch
        {
            ColourMethod.None => @case,
            ColourMethod.Reinhard => @case with { Slices = [.. @case.Slices.Select(slice => slice with { Image = Reinhard.Apply(slice.Image, LabStatistics.Of(options.Colour.Target)) })] },
            _ => throw new ArgumentOutOfRangeException(nameof(@case), options.Colour.Method, "no such colour method"),
        };
        return IsCut(@case, split) ? new Patches(options.Patch).Cut(normalised) : normalised;
    }

    private bool IsCut(ImageCase @case, PatientSplit split) => options.Patch.Size is not null && !(everySlice && split.Parts[@case.Patient] != DataPart.Training);

    private bool IsUsed(ImageCase @case, int maskPixels, PatientSplit split) =>
        maskPixels >= options.MinMaskPixels || (everySlice && split.Parts[@case.Patient] != DataPart.Training);

    private static PatientSplit Present(PatientSplit split, IReadOnlyList<ImageCase> cases)
    {
        var patients = cases.Select(@case => @case.Patient).ToHashSet();
        return new PatientSplit(split.Parts.Where(part => patients.Contains(part.Key)));
    }
}
