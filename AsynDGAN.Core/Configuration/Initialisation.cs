namespace AsynDGAN.Core.Configuration;

/// <summary>The distribution of initial weights.</summary>
public enum Initialisation
{
    Normal,
    Xavier,
    Kaiming,
    Orthogonal,
}
