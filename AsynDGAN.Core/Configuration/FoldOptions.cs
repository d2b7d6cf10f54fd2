namespace AsynDGAN.Core.Configuration;

/// <summary>
/// Folds of each site's training patients, one of which a run leaves out: it learns nothing of them, so that their conditions
/// are unseen ones. What is about all training patients, such as a comparison's real rows, is loaded with the default.
/// </summary>
public sealed record FoldOptions
{
    [Describe("folds into which each site's training patients are dealt by split_seed, tumour size balanced; 1: none")]
    [Between(1, 100)]
    public int Of { get; init; } = 1;

    [Describe("the fold, 1 to of, whose patients take no part in training where of is above 1; synthesis.conditions: left-out draws their masks")]
    [Between(1, 100)]
    public int Leave { get; init; } = 1;
}
