namespace AsynDGAN.Core.Configuration;

/// <summary>How patients are assigned to parts.</summary>
public enum SplitMethod
{
    Seed,
    ByName,
    File,
}
