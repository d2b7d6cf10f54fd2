using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Runs;

namespace AsynDGAN.Core.Data;

/// <summary>
/// Prepared volumes on disk, a file each, found by what they were made of: the contents of their files and the settings of
/// their preparation. A file is written whole or not at all and carries checksums; one that is damaged is written anew, and the
/// user is told. May be deleted at any time.
/// </summary>
internal sealed class VolumeCache
{
    // To be raised when the same files and settings give other slices, or the file's layout changes.
    private const int Version = 3;

    private const string Extension = ".slices";

    // What a killed process left behind is of no use; what a running one writes is younger.
    private static readonly TimeSpan leftover = TimeSpan.FromDays(1);

    private readonly string folder;
    private readonly string settings;
    private readonly ConcurrentBag<string> damaged = [];

    /// <param name="folder">Made where it does not exist.</param>
    /// <param name="options">How volumes are prepared.</param>
    /// <exception cref="UserException">The folder cannot be made.</exception>
    public VolumeCache(string folder, DataOptions options)
    {
        this.folder = folder;
        settings = ExperimentWriter.Write(new Experiment
        {
            Name = "cache",
            Data = new DataOptions { ImageSize = options.ImageSize, Crop = options.Crop, Normalise = options.Normalise, OnGeometry = options.OnGeometry },
        });
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
            throw new UserException($"data.cache: {folder} cannot be used: {fault.Message}", "Name another folder, or leave data.cache out.");
        }
    }

    /// <summary>What the user should know: the volumes whose files were damaged, in one line; none where all were sound.</summary>
    public IReadOnlyList<string> Notes => damaged.IsEmpty
        ? []
        : [$"{folder}: damaged files of the cache were written anew, from the data: {string.Join(", ", damaged.Order(StringComparer.Ordinal))}"];

    /// <summary>A volume that was kept; null where there is none, or its file is damaged.</summary>
    /// <param name="digest">Names and contents of its files.</param>
    /// <param name="case">Its case without slices, as it was listed.</param>
    /// <param name="isUsed">Asked with a slice's mask pixels; slices that are not used come without pixels.</param>
    public PreparedVolume? Find(string digest, Case @case, Func<int, bool> isUsed)
    {
        var key = Key(digest);
        try
        {
            using var file = new FileStream(PathOf(@case, key), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
            return CachedVolume.Read(file, key, @case, isUsed);
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

    /// <summary>Keeps a volume. One that cannot be kept, since the disk is full perhaps, is prepared anew the next time.</summary>
    public void Keep(string digest, PreparedVolume volume)
    {
        // Under a name of this process' own first, so that two runs may fill one cache.
        var path = PathOf(volume.Case, Key(digest));
        var own = $"{path}.{Environment.ProcessId}";
        try
        {
            AtomicFile.Write(own, stream => CachedVolume.Write(stream, Key(digest), volume));
            File.Move(own, path, overwrite: true);
        }
        catch (Exception fault) when (fault is UserException or IOException or UnauthorizedAccessException)
        {
            // Said nowhere: a case that was read well must not count as faulty.
        }
    }

    private string PathOf(Case @case, byte[] key) =>
        Path.Combine(folder, $"{RunFolder.FileName(@case.Name)}-{Convert.ToHexStringLower(key)[..16]}{Extension}");

    private byte[] Key(string digest) => SHA256.HashData(Encoding.UTF8.GetBytes($"{Version}\n{settings}\n{digest}"));
}
