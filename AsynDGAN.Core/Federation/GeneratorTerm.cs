using static TorchSharp.torch;

namespace AsynDGAN.Core.Federation;

/// <summary>A term of the loss that G minimises at a site.</summary>
/// <param name="Name">As of <see cref="LossTerm"/>.</param>
/// <param name="Title">As of <see cref="LossTerm"/>.</param>
/// <param name="Of">A scalar with its weight, or null where the configuration has no such term.</param>
public sealed record GeneratorTerm(string Name, string Title, Func<JudgedFakes, Tensor?> Of) : LossTerm(Name, Title);
