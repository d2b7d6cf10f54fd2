namespace AsynDGAN.Core.Configuration;

/// <summary>Which part of a slice the networks see.</summary>
public enum CropMethod
{
    None,
    Head,
}
