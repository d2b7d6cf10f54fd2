namespace AsynDGAN.Core.Configuration;

/// <summary>Whether the phantom's institutions share their grey values.</summary>
public enum PhantomStyle
{
    Shared,
    Varied,
}
