namespace AsynDGAN.Core.Configuration;

/// <summary>Which terms of a site's losses cross its boundary.</summary>
public enum BoundaryLosses
{
    All,
    Fakes,
}
