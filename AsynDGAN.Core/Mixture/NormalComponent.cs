namespace AsynDGAN.Core.Mixture;

/// <summary>A component of a mixture.</summary>
/// <param name="Name">Names its site: component-1, with as many digits as the last needs.</param>
/// <param name="Weight">Its share; the shares of a mixture sum to 1.</param>
/// <param name="Mean">One number a dimension.</param>
/// <param name="Deviation">Standard deviation, the same in every dimension.</param>
public sealed record NormalComponent(string Name, double Weight, IReadOnlyList<double> Mean, double Deviation);
