using static TorchSharp.torch;

namespace AsynDGAN.Core.Fidelity;

/// <summary>Images that are compared with others, with where each is compared, and whose they are.</summary>
/// <param name="Images">[n, channels, height, width], float32 in [-1, 1].</param>
/// <param name="Free">[n, 1, height, width], bool, such as <see cref="FreeGround"/> gives; one that holds nothing stands for the whole image.</param>
/// <param name="Patients">One an image, unique over sites.</param>
public sealed record ComparedImages(Tensor Images, Tensor Free, IReadOnlyList<string> Patients);
