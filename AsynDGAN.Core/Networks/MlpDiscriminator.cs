namespace AsynDGAN.Core.Networks;

/// <summary>Judges a point with its condition: [N, in, 1, 1] to logits [N, 1, 1, 1].</summary>
public sealed class MlpDiscriminator : Discriminator
{
    /// <param name="inputs">Channels of condition and point together, at least 1.</param>
    /// <param name="units">Units of every hidden layer.</param>
    /// <param name="hidden">Hidden layers, at least 1.</param>
    public MlpDiscriminator(long inputs, long units, int hidden)
        : base(nameof(MlpDiscriminator), "model", MlpLayers.Of(inputs, 1, units, hidden))
    {
    }
}
