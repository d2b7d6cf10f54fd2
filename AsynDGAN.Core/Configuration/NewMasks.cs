namespace AsynDGAN.Core.Configuration;

/// <summary>How masks that G has not seen are made from the training masks.</summary>
public enum NewMasks
{
    Train,
    Rearranged,
}
