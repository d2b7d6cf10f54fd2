namespace AsynDGAN.Core.Configuration;

/// <summary>What a patient's images are used for. Every patient belongs to exactly one part.</summary>
public enum DataPart
{
    Training,
    Validation,
    Test,
}
