using AsynDGAN.Core.Configuration;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Audit.Inversion;

/// <summary>A way to recover images by one question in each pass over the data.</summary>
internal interface ISpreadAttack
{
    /// <summary>A word for figures.</summary>
    string Name { get; }

    /// <summary>What it does, for one who knows no network.</summary>
    string Title { get; }

    /// <summary>Questions about each sample.</summary>
    int Passes { get; }

    /// <summary>Whether a site that lets others be passed over is asked about one sample and no other, so that D_j learns that one; else about all that are wanted as they come.</summary>
    bool AsksAlone { get; }

    /// <summary>Whether the configuration has what it goes by, and it tells more than asking at once.</summary>
    bool Suits(Experiment experiment);

    /// <summary>Begins with a sample.</summary>
    /// <param name="experiment">The configuration.</param>
    /// <param name="drawn">What G draws for its condition, [1, channels, height, width].</param>
    IPursuit Begin(Experiment experiment, Tensor drawn);
}
