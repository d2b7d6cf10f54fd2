using AsynDGAN.Core.Configuration;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Audit.Inversion;

/// <summary>A way to recover images from a site's answers.</summary>
internal interface IInversionAttack
{
    /// <summary>A word for figures.</summary>
    string Name { get; }

    /// <summary>What it does, for one who knows no network.</summary>
    string Title { get; }

    /// <summary>Whether D_j shall stay as it is while it is asked: exchanges' numbers are chosen whose learning rates are 0 or near it; else the first, whose rates are the full one.</summary>
    bool HoldsDiscriminator { get; }

    /// <summary>Whether the configuration has what it goes by.</summary>
    bool Suits(LossOptions loss);

    /// <summary>Recovers the images of a batch.</summary>
    /// <param name="questions">What may be asked.</param>
    /// <param name="most">How often at most.</param>
    /// <returns>The images as they are known after each question, [n, channels, height, width].</returns>
    IEnumerable<Tensor> Recover(Questions questions, int most);
}
