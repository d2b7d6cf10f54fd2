using AsynDGAN.Core.Configuration;

namespace AsynDGAN.Core.Data.Batches;

/// <summary>One channel of the tensor of a condition.</summary>
/// <param name="Channel">What the configuration calls it.</param>
/// <param name="Class">For <see cref="ConditionChannel.Classes"/> the class that it shows, from 1; else 0.</param>
public readonly record struct ConditionPlane(ConditionChannel Channel, int Class = 0)
{
    /// <summary>Whether it shows what is segmented, the tumour or the nuclei, or a part of it.</summary>
    public bool ShowsTumour => Channel is ConditionChannel.Tumour or ConditionChannel.Classes or ConditionChannel.Nuclei;

    public override string ToString() => Class > 0 ? $"class {Class}" : Channel.ToString().ToLowerInvariant();
}
