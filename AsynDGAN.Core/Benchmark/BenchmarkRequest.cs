namespace AsynDGAN.Core.Benchmark;

/// <summary>What is to be timed, beside the configuration.</summary>
public sealed record BenchmarkRequest
{
    /// <summary>Blocks that are timed one by one.</summary>
    public const int Blocks = 5;

    /// <summary>Steps that are timed, at least <see cref="Blocks"/>; as many as a block has, and no fewer than five, come before.</summary>
    public int Steps { get; init; } = 50;

    /// <summary>Sites of the embedded data; null: what the configuration says, or <see cref="EmbeddedData.UsualSites"/>.</summary>
    public int? Sites { get; init; }

    /// <summary>Whether the configuration's own data are read in place of embedded ones.</summary>
    public bool OwnData { get; init; }

    /// <summary>Folder that gets initial weights, pairs and losses for another program's comparison; null: none.</summary>
    public string? Exchange { get; init; }
}
