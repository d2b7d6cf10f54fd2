namespace AsynDGAN.Core.Configuration;

/// <summary>Whether the work of a step is recorded.</summary>
public enum StepRecord
{
    Auto,
    True,
    False,
}
