namespace AsynDGAN.Core.Configuration;

/// <summary>What the phantom's masks show.</summary>
public enum PhantomObject
{
    /// <summary>A tumour.</summary>
    Tumour,

    /// <summary>Branching lines, one to three pixels wide.</summary>
    Vessels,
}
