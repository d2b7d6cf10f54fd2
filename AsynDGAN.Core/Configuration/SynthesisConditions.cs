namespace AsynDGAN.Core.Configuration;

/// <summary>Whose conditions are drawn.</summary>
public enum SynthesisConditions
{
    /// <summary>Those that the generator was trained on.</summary>
    Seen,

    /// <summary>Those of the training patients that its run left out.</summary>
    LeftOut,
}
