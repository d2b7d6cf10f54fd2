using AsynDGAN.Core.Imaging;

namespace AsynDGAN.Core.Segmentation;

/// <summary>What a network says of one real slice, on the slice's own grid.</summary>
/// <param name="Position">The slice's position in its set.</param>
/// <param name="Mask">Tumour, or all nuclei.</param>
/// <param name="Instances">Single nuclei, where the source tells them apart.</param>
internal sealed record PredictedSlice(int Position, Mask Mask, InstanceMap? Instances = null);
