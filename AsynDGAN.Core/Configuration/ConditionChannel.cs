namespace AsynDGAN.Core.Configuration;

/// <summary>One channel of the condition x, coded -1 outside and 1 inside.</summary>
public enum ConditionChannel
{
    Tumour,
    Classes,
    Head,
    Outline,
    Nuclei,
    Boundary,
}
