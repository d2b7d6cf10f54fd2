namespace AsynDGAN.Core.Configuration;

/// <summary>What a source's masks show.</summary>
public enum SourceSubject
{
    /// <summary>Nothing: it has no images.</summary>
    None,

    /// <summary>Tumours in heads.</summary>
    Tumours,

    /// <summary>Nuclei in large pictures, each told apart.</summary>
    Nuclei,

    /// <summary>Tumours or nuclei; the conditions that are asked for say which.</summary>
    TumoursOrNuclei,

    /// <summary>Whatever the user's masks show.</summary>
    Objects,
}
