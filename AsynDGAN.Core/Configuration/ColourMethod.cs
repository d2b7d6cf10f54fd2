namespace AsynDGAN.Core.Configuration;

/// <summary>How the colours of stained tissue are brought together.</summary>
public enum ColourMethod
{
    None,
    Reinhard,
}
