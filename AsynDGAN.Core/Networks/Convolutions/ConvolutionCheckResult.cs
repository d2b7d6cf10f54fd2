namespace AsynDGAN.Core.Networks.Convolutions;

/// <summary>What a <see cref="ConvolutionCheck"/> found.</summary>
/// <param name="Checked">Distinct convolutions that were computed; 0 on a device other than the CPU.</param>
/// <param name="Off">One sentence for each whose values or gradients are false.</param>
public sealed record ConvolutionCheckResult(int Checked, IReadOnlyList<string> Off)
{
    /// <summary>Whether all were right.</summary>
    public bool Passed => Off.Count == 0;
}
