namespace AsynDGAN.Core.Configuration;

/// <summary>Which mirror images augmentation may make.</summary>
public enum Flip
{
    None,
    Horizontal,
    Both,
}
