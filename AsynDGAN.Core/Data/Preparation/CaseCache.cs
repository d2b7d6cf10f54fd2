using System.Collections.Concurrent;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data.Sources;
using AsynDGAN.Core.Reuse;
using AsynDGAN.Core.Runs;

namespace AsynDGAN.Core.Data.Preparation;

/// <summary>
/// Prepared cases on disk, a file each, found by their identity: the contents of their files and the settings of their
/// preparation. A file is written whole or not at all and carries checksums; one that is damaged is written anew, and the user is
/// told. May be deleted at any time.
/// </summary>
internal sealed class CaseCache
{
    // To be raised when the file's layout changes, or what it tells of the slices' values, or where few data give other slices than before, whose runs the
    // preparation's version would all refuse.
    private const int Layout = 14;

    private const string Extension = ".slices";

    // What a killed process left behind is of no use; what a running one writes is younger.
    private static readonly TimeSpan leftover = TimeSpan.FromDays(1);

    private readonly string folder;
    private readonly Identity settings;
    private readonly ConcurrentBag<string> damaged = [];
    private readonly ConcurrentBag<string> unkept = [];

    /// <param name="folder">Made where it does not exist.</param>
    /// <param name="options">How cases are prepared.</param>
    /// <exception cref="UserException">The folder cannot be made.</exception>
    public CaseCache(string folder, DataOptions options)
    {
        this.folder = folder;
        settings = Dependence.PreparedCase.Of(new Experiment { Data = options })
            .With((Identity.Preparation, CasePreparation.Version.ToString()), (Identity.Layout, Layout.ToString()));
        try
        {
            Directory.CreateDirectory(folder);
            foreach (var file in Directory.GetFiles(folder, $"*{Extension}.*").Where(file => DateTime.UtcNow - File.GetLastWriteTimeUtc(file) > leftover))
            {
                File.Delete(file);
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"data.cache: {folder} cannot be used: {(File.Exists(folder) ? "it is a file" : fault.Message)}", "Name another folder, or leave data.cache out.");
        }
    }

    /// <summary>What the user should know, a line each: the cases whose files were damaged, and that some could not be kept; none where all was sound.</summary>
    public IReadOnlyList<string> Notes =>
    [
        .. damaged.IsEmpty ? Array.Empty<string>() : [$"{folder}: damaged files of the cache were written anew, from the data: {string.Join(", ", damaged.Order(StringComparer.Ordinal))}"],
        .. unkept.IsEmpty ? Array.Empty<string>() : [$"data.cache: {unkept.Count} {(unkept.Count == 1 ? "case" : "cases")} could not be kept in {folder}, and will be read anew: {unkept.Order(StringComparer.Ordinal).First()}"],
    ];

    /// <summary>A case that was kept; null where there is none, or its file is damaged.</summary>
    /// <param name="contents">Names and contents of its files.</param>
    /// <param name="case">Without slices, as it was listed.</param>
    /// <param name="isUsed">Asked with a slice's mask pixels; slices that are not used come without pixels.</param>
    public PreparedCase? Find(string contents, ImageCase @case, Func<int, bool> isUsed)
    {
        var key = Key(contents);
        try
        {
            using var file = new FileStream(PathOf(@case, key), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
            return CachedCase.Read(file, key, @case, isUsed);
        }
        catch (Exception fault) when (fault is InvalidDataException or EndOfStreamException)
        {
            damaged.Add(@case.Name);
            return null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Keeps a case. One that cannot be kept, since the disk is full perhaps, is prepared anew the next time.</summary>
    public void Keep(string contents, PreparedCase prepared)
    {
        // Under a name of this process' own first, so that two runs may fill one cache.
        var key = Key(contents);
        var path = PathOf(prepared.Case, key);
        var own = $"{path}.{Environment.ProcessId}";
        try
        {
            AtomicFile.Write(own, stream => CachedCase.Write(stream, key, prepared));
            File.Move(own, path, overwrite: true);
        }
        catch (Exception fault) when (fault is UserException or IOException or UnauthorizedAccessException)
        {
            // A note: a case that was read well must not count as faulty.
            unkept.Add(fault.Message);
        }
    }

    private string PathOf(ImageCase @case, byte[] key) =>
        Path.Combine(folder, $"{RunFolder.FileName(@case.Name)}-{Convert.ToHexStringLower(key)[..16]}{Extension}");

    private byte[] Key(string contents) => Convert.FromHexString(settings.With((Identity.Data, contents)).Sha256);
}
