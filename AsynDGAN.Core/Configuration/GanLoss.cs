namespace AsynDGAN.Core.Configuration;

/// <summary>The adversarial loss.</summary>
public enum GanLoss
{
    Vanilla,
    Minimax,
    Lsgan,
    Hinge,
    WganGp,
}
