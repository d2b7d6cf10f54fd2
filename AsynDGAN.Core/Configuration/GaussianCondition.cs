namespace AsynDGAN.Core.Configuration;

/// <summary>What the generator is told of the component that it shall draw from.</summary>
public enum GaussianCondition
{
    Label,
    Withheld,
}
