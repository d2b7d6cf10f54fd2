namespace AsynDGAN.Core.Configuration;

/// <summary>Who sees which images.</summary>
public enum SiteMode
{
    Distributed,
    Pooled,
    Single,
}
