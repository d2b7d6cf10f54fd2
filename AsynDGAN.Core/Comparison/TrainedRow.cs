using AsynDGAN.Core.Segmentation;

namespace AsynDGAN.Core.Comparison;

/// <summary>What a row's training was, beside its scores: a file of its own, by which a broken comparison goes on.</summary>
/// <param name="Row">The row's name.</param>
/// <param name="Run">Which training of it.</param>
/// <param name="SplitSeed">The split of the patients.</param>
/// <param name="Seed">The segmentation seed.</param>
/// <param name="TrainingImages">How many images it was trained on.</param>
/// <param name="Identity">What it depends on, part by part; another one means training again. Null where an earlier version trained it.</param>
/// <param name="Bytes">What crossed between the sites and the centre, for federated averaging; else 0.</param>
/// <param name="Threshold">For the brightness threshold and its side; else null.</param>
public sealed record TrainedRow(
    string Row, string Run, int SplitSeed, int Seed, int TrainingImages, IReadOnlyDictionary<string, string>? Identity, long Bytes, BrightnessThreshold? Threshold)
{
    /// <summary>What <see cref="Identity"/> calls the part whose patients are tested.</summary>
    internal const string PartName = "the part";

    /// <summary>SHA-256 of the file with its scores; null where an older version wrote it.</summary>
    public string? ScoresSha256 { get; init; }

    /// <summary>SHA-256 of the file with its network; null where it has none, or an older version wrote it.</summary>
    public string? NetworkSha256 { get; init; }

    /// <summary>Whose patients were tested, in lower case; null where an earlier version trained it.</summary>
    internal string? Part => Identity?.GetValueOrDefault(PartName);
}
