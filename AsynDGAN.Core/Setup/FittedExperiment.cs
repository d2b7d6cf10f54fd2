using AsynDGAN.Core.Configuration;

namespace AsynDGAN.Core.Setup;

/// <summary>A configuration, and why its keys have their values.</summary>
/// <param name="Experiment">The configuration.</param>
/// <param name="Reasons">By key or section, in a sentence.</param>
internal sealed record FittedExperiment(Experiment Experiment, IReadOnlyDictionary<string, string> Reasons)
{
    /// <summary>Measured seconds of a training step.</summary>
    public double SecondsPerStep { get; init; }

    /// <summary>With a section or key changed, and why.</summary>
    public FittedExperiment With(Experiment experiment, string key, string reason) => new(experiment, new Dictionary<string, string>(Reasons) { [key] = reason });
}
