namespace AsynDGAN.Core.Comparison;

/// <summary>What a row's network is trained on.</summary>
public enum RowKind
{
    /// <summary>All sites' real training images together.</summary>
    RealAll,

    /// <summary>One site's real training images.</summary>
    RealSubset,

    /// <summary>Every site's own, by federated averaging.</summary>
    FederatedAveraging,

    /// <summary>A synthetic set.</summary>
    Synthetic,

    /// <summary>The images of a synthetic set whose conditions are a slice's own, none of them mixed or deformed.</summary>
    OwnMasks,

    /// <summary>The images of a synthetic set whose conditions G has not seen: those with a tumour placed in another head, with nuclei moved, or deformed.</summary>
    NewMasks,

    /// <summary>One site's real training images and a synthetic set, what a hospital would do with the released set.</summary>
    RealSubsetAndSynthetic,

    /// <summary>No network: a brightness threshold, chosen on all real training images.</summary>
    Threshold,
}
