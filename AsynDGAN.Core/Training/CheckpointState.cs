using System.Text.Json.Serialization;
using AsynDGAN.Core.Federation;

namespace AsynDGAN.Core.Training;

/// <summary>
/// state.json of a checkpoint. Random states and the samplers' positions are functions of the seed and the step, so the
/// step stands for them.
/// </summary>
/// <param name="Format">2; 1 had no checksums.</param>
/// <param name="Step">Steps done.</param>
/// <param name="StepsPerEpoch">Steps an epoch.</param>
/// <param name="Device">The device that was computed on.</param>
/// <param name="Threads">libtorch's threads.</param>
/// <param name="Convolutions">Whether oneDNN was used.</param>
/// <param name="Data">The data's fingerprint.</param>
/// <param name="Communication">What had crossed.</param>
public sealed record CheckpointState(
    int Format, long Step, int StepsPerEpoch, string Device, int Threads, string Convolutions, string Data, IReadOnlyList<Traffic> Communication)
{
    /// <summary>What the run is trained on and with: <see cref="Reuse.Identity.Parts"/>. Null where a version before it wrote the checkpoint.</summary>
    public IReadOnlyDictionary<string, string>? Identity { get; init; }

    /// <summary>
    /// Every other file of the checkpoint, so that files of two checkpoints or runs cannot be mixed: of a safetensors file
    /// the SHA-256 that it carries, of others that of their bytes. Null in format 1.
    /// </summary>
    public IReadOnlyDictionary<string, string>? Files { get; init; }

    /// <summary>What could not be checked of it, as a warning; null where all could.</summary>
    [JsonIgnore]
    public string? Doubt => Files is null
        ? "the checkpoint was written before checkpoints carried checksums; that its files are whole and belong together could not be checked." : null;

    /// <summary>The epoch of the last step done; 0 before the first.</summary>
    [JsonIgnore]
    public int Epoch => (int)((Step + StepsPerEpoch - 1) / StepsPerEpoch);

    /// <summary>Sites whose conditions pass G together, which the run keeps. Null where an older version wrote the checkpoint: one.</summary>
    public int? SitesPerGroup { get; init; }

    /// <summary>The numbers in which networks multiplied. Null where an older version wrote the checkpoint.</summary>
    public string? Precision { get; init; }

    /// <summary>The version of the libtorch that computed. Null where an older version wrote the checkpoint, or where it was not known.</summary>
    public string? LibTorch { get; init; }

    /// <summary>The processor's name and vector instructions. Null where an older version wrote the checkpoint.</summary>
    public string? Processor { get; init; }

    /// <summary>The name of the GPU that computed. Null where none did, where it was not known, and where an older version wrote the checkpoint.</summary>
    public string? Gpu { get; init; }

    /// <summary>Rows of losses.csv and copying.csv, by the file's name. Null where an older version wrote the checkpoint.</summary>
    public IReadOnlyDictionary<string, int>? Rows { get; init; }

    /// <summary>SHA-256 of the run's files under weights/, by their names. Null where an older version wrote the checkpoint.</summary>
    public IReadOnlyDictionary<string, string>? Weights { get; init; }

    /// <summary>Tells whether sites.key_file, or the seed without one, still gives patients and samples the same numbers. Null where an older version wrote the checkpoint.</summary>
    public string? SiteKey { get; init; }

    /// <summary>SHA-256 of state.json itself, with these digits as zeros. Null in format 1.</summary>
    public string? Sha256 { get; init; }
}
