namespace AsynDGAN.Core.Platform;

/// <summary>What a random state is used for; a part of every seed, so that no two purposes share a sequence. (A site's batches have one order by a seed, in its D_j's training and in federated averaging.)</summary>
public enum RandomPurpose
{
    Phantom = 1,
    Split,
    Sites,
    Order,
    Augmentation,
    GeneratorWeights,
    DiscriminatorWeights,
    Noise,
    Dropout,
    DiscriminatorAugmentation,
    GradientPenalty,
    SegmentationWeights,
    SegmentationAugmentation,
    SegmentationDropout,
    Bootstrap,
    Synthesis,
    SynthesisNoise,
    SynthesisDropout,
    Gaussian,
    Preview,
    Folds,
    RowCut,
    Fidelity,
    AuditCandidates,
    Membership,
}
