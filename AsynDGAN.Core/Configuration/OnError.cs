namespace AsynDGAN.Core.Configuration;

/// <summary>What happens at a file that cannot be used.</summary>
public enum OnError
{
    Stop,
    Skip,
}
