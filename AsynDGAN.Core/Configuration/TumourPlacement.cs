namespace AsynDGAN.Core.Configuration;

/// <summary>Where another slice's tumour is placed in a head.</summary>
public enum TumourPlacement
{
    /// <summary>Where it lies in its own slice.</summary>
    Kept,

    /// <summary>Where, relative to the head, a tumour of the head's site lies.</summary>
    SiteTumours,
}
