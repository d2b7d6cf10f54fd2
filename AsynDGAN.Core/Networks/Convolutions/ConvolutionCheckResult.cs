namespace AsynDGAN.Core.Networks.Convolutions;

/// <summary>What a <see cref="ConvolutionCheck"/> found.</summary>
/// <param name="Checked">Distinct convolutions that were computed; 0 on a device other than the CPU.</param>
/// <param name="Off">One sentence for each, and for each script, whose values or gradients are false.</param>
public sealed record ConvolutionCheckResult(int Checked, IReadOnlyList<string> Off)
{
    /// <summary>Files of scripts that were checked as a whole.</summary>
    public IReadOnlyList<string> Scripts { get; init; } = [];

    /// <summary>Files of scripts that could not be checked, since they do not compute in float64.</summary>
    public IReadOnlyList<string> Unchecked { get; init; } = [];

    /// <summary>Whether all were right.</summary>
    public bool Passed => Off.Count == 0;
}
