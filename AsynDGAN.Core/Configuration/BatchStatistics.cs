namespace AsynDGAN.Core.Configuration;

/// <summary>Which statistics batch norm uses at synthesis.</summary>
public enum BatchStatistics
{
    Recomputed,
    Running,
    Batch,
}
