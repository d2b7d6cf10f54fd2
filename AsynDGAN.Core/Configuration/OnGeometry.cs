namespace AsynDGAN.Core.Configuration;

/// <summary>What happens where the files of a volume lie in different places.</summary>
public enum OnGeometry
{
    Stop,
    Warn,
}
