using AsynDGAN.Core.Configuration;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Audit.Inversion;

/// <summary>The bisection with one question a pass.</summary>
internal sealed class SpreadBisection : ISpreadAttack
{
    /// <inheritdoc />
    public string Name => "spread";

    /// <inheritdoc />
    public string Title => "a centre that sends grey values halfway between what it knows, one question in each pass over the data";

    /// <inheritdoc />
    public int Passes => 8;

    /// <inheritdoc />
    public bool AsksAlone => false;

    /// <inheritdoc />
    public bool Suits(Experiment experiment) => new SignBisection().Suits(experiment.Loss);

    /// <inheritdoc />
    public IPursuit Begin(Experiment experiment, Tensor drawn) => new HalvedValues(drawn.shape[1..], drawn.device, experiment.Boundary.ElementType, DrownedDiscriminator.Suits(experiment));
}
