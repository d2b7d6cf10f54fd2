using static TorchSharp.torch;

namespace AsynDGAN.Core.Fidelity;

/// <summary>Images that are compared with others, with where each is compared, and whose they are.</summary>
/// <param name="Images">[n, channels, height, width], float32 in [-1, 1].</param>
/// <param name="Interiors">[n, 1, height, width], bool, such as <see cref="GroundInterior"/> gives; one that holds nothing stands for the whole image.</param>
/// <param name="Patients">One an image, unique over sites.</param>
public sealed record ComparedImages(Tensor Images, Tensor Interiors, IReadOnlyList<string> Patients);
