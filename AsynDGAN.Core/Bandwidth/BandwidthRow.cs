namespace AsynDGAN.Core.Bandwidth;

/// <summary>What a way of training moves between all sites and the centre, both directions together.</summary>
/// <param name="Way">Its name.</param>
/// <param name="Formula">Of the whole training, in the letters of <see cref="BandwidthComparison.ToText"/>.</param>
/// <param name="Epoch">Bytes an epoch of the GAN; null where the way has none.</param>
/// <param name="Whole">Bytes of the whole training.</param>
/// <param name="BreakEven">Local steps a round at which averaging G and D moves as much; null but for AsynDGAN.</param>
public sealed record BandwidthRow(string Way, string Formula, double? Epoch, double Whole, double? BreakEven = null);
