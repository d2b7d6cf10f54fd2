using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Imaging;

namespace AsynDGAN.Core.Data;

/// <summary>Reads a source's cases and prepares the slices that a run uses.</summary>
/// <param name="options">Which and how.</param>
/// <param name="makeSplit">From cases, whose slices it does not look at, to every patient's part.</param>
/// <param name="threads">How many threads work, as many as processors by default; the result does not depend on it.</param>
/// <param name="progress">Told how many files or cases of how many are read.</param>
/// <param name="everySlice">Keeps slices below min_mask_pixels in the validation and test parts.</param>
internal sealed class DataReading(
    DataOptions options, Func<IReadOnlyList<Case>, PatientSplit> makeSplit, int? threads, IProgress<(int Done, int Total)>? progress, bool everySlice)
{
    private readonly int workers = threads ?? Environment.ProcessorCount;
    private readonly Preparation preparation = new(options);
    private readonly VolumeCache? cache = options.Cache is { } folder ? new VolumeCache(folder, options) : null;
    private readonly ConcurrentDictionary<string, Lazy<string>> digests = new();

    private string FewPixels => $"fewer than {options.MinMaskPixels} mask pixels at {options.ImageSize}x{options.ImageSize}";

    /// <summary>Pictures are read first, since all of them fit into memory.</summary>
    public PreparedData Pictures(ICaseSource source)
    {
        var read = source.Read(workers, progress);
        var split = makeSplit(read.Cases);
        var prepared = ParallelReading.Run(read.Cases.Count, workers, null, i => preparation.Prepare(Cut(read.Cases[i], split)));
        var slices = prepared.SelectMany(slices => slices)
            .ToLookup(slice => IsUsed(slice, split));
        return new PreparedData(
            read.Cases, split, [.. slices[true].Select(KeptSlice.Of)], [.. read.LeftOut, .. slices[false].Select(slice => new LeftOut(slice.FullName, FewPixels))],
            read.Fingerprint)
        {
            Notes = [.. read.Notes, .. DataNotes.OfGreys(prepared, options), .. DataNotes.OfNames(read.Cases)],
        };
    }

    /// <summary>
    /// Volumes are split before they are read, so that each can be cut down to its used slices at once. One that cannot be read
    /// does not change the others' parts.
    /// </summary>
    public PreparedData Volumes(IVolumeSource source)
    {
        var (volumes, missing) = source.List();
        var split = makeSplit([.. volumes.Select(volume => volume.Case)]);
        var results = ParallelReading.Run(volumes.Count, workers, progress, i => Read(source, volumes[i], split));
        MarkShared(volumes, results);
        var faults = missing.Concat(results.Select(result => result.Fault).OfType<LeftOut>()).ToArray();
        if (options.OnError == OnError.Stop)
        {
            var all = new Faults();
            Array.ForEach(faults, fault => all.Add($"{fault.Name}: {fault.Reason}"));
            all.ThrowIfAny(source.Place, "Mend or remove these files, or go on without them by data.on_error: skip.");
        }

        var read = results.Where(result => result.Case is not null).ToArray();
        if (read.Length == 0)
        {
            throw new UserException($"no case of {source.Place} can be used", "Set data.on_error to stop to see why.");
        }

        var digests = string.Concat(read.Select(result => $"{result.Case!.Name}\t{result.Digest}\n"));
        var cases = read.Select(result => result.Case!).ToArray();
        var present = cases.Select(@case => @case.Patient).ToHashSet();
        return new PreparedData(
            cases,
            new PatientSplit(split.Parts.Where(part => present.Contains(part.Key))),
            [.. read.SelectMany(result => result.Kept)],
            [.. faults, .. read.SelectMany(result => result.Dropped)],
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(digests))))
        {
            Notes = [.. DataNotes.OfCases(cases), .. DataNotes.OfNames(cases), .. cache?.Notes ?? []],
        };
    }

    /// <summary>Makes faults of volumes whose image is another patient's.</summary>
    private static void MarkShared(IReadOnlyList<VolumeFiles> volumes, VolumeResult[] results)
    {
        var images = results.SelectMany((result, i) => (result.Case?.Contents ?? []).Select(content => (Volume: i, content))).ToArray();
        foreach (var (later, first) in SharedImages.Find([.. images.Select(image => (volumes[image.Volume].Case.Patient, image.content))]))
        {
            var (volume, other) = (images[later].Volume, volumes[images[first].Volume].Case.Name);
            var kept = results[volume].Kept;
            results[volume] = new VolumeResult(null, [], [], "", new LeftOut(volumes[volume].Case.Name, $"an image of it is that of {other} too"));
            foreach (var slice in kept)
            {
                slice.Sample.Dispose();
            }
        }
    }

    private VolumeResult Read(IVolumeSource source, VolumeFiles volume, PatientSplit split)
    {
        try
        {
            var digest = string.Join('\t', volume.Paths.Select(path => digests.GetOrAdd(path, new Lazy<string>(() => Digest(path))).Value).Append(volume.Entry));
            var prepared = cache?.Find(digest, volume.Case, pixels => IsUsed(volume.Case.Patient, pixels, split)) ?? Prepare(source, volume, digest);
            var slices = prepared.Slices.ToLookup(slice => IsUsed(slice, split));
            return new VolumeResult(
                prepared.Case, [.. slices[true].Select(KeptSlice.Of)], [.. slices[false].Select(slice => new LeftOut(slice.FullName, FewPixels))], digest, null);
        }
        catch (UserException fault)
        {
            return new VolumeResult(null, [], [], "", new LeftOut(volume.Case.Name, fault.Message));
        }
    }

    private PreparedVolume Prepare(IVolumeSource source, VolumeFiles volume, string digest)
    {
        var prepared = PreparedVolume.Of(source.Read(volume), preparation);
        cache?.Keep(digest, prepared);
        return prepared;
    }

    /// <summary>A case in normal colours and, where it is not evaluated as a whole, in patches.</summary>
    private Case Cut(Case @case, PatientSplit split)
    {
        var normalised = options.Colour.Method switch
        {
            ColourMethod.None => @case,
            ColourMethod.Reinhard => @case with { Slices = [.. @case.Slices.Select(slice => slice with { Image = Reinhard.Apply(slice.Image, LabStatistics.Of(options.Colour.Target)) })] },
            _ => throw new ArgumentOutOfRangeException(nameof(@case), options.Colour.Method, "no such colour method"),
        };
        return options.Patch.Size is null || (everySlice && split.Parts[@case.Patient] != Part.Training)
            ? normalised
            : new Patches(options.Patch).Cut(normalised);
    }

    private bool IsUsed(PreparedSlice slice, PatientSplit split) => IsUsed(slice.Case.Patient, slice.MaskPixels, split);

    private bool IsUsed(string patient, int maskPixels, PatientSplit split) =>
        maskPixels >= options.MinMaskPixels || (everySlice && split.Parts[patient] != Part.Training);

    private static string Digest(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            return $"{Path.GetFileName(path)}\t{stream.Length}\t{Convert.ToHexStringLower(SHA256.HashData(stream))}";
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"{path} cannot be read: {fault.Message}");
        }
    }
}
