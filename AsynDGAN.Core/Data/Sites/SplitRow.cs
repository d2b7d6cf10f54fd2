using AsynDGAN.Core.Configuration;

namespace AsynDGAN.Core.Data.Sites;

/// <summary>One patient's row of split.csv.</summary>
public sealed record SplitRow(string Patient, string Institution, string Site, DataPart Part)
{
    /// <summary>A training patient's fold, 1 to data.fold.of; null where there are no folds, and of patients of the other parts.</summary>
    public int? Fold { get; init; }
}
