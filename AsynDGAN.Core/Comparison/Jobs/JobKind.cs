namespace AsynDGAN.Core.Comparison.Jobs;

/// <summary>What a job does; jobs of one kind take time in proportion to their work.</summary>
public enum JobKind
{
    /// <summary>Trains a generator.</summary>
    Train,

    /// <summary>Draws a synthetic set.</summary>
    Draw,

    /// <summary>Trains and scores rows of the table.</summary>
    Rows,

    /// <summary>Writes tables and figures of what is there.</summary>
    Tables,
}
