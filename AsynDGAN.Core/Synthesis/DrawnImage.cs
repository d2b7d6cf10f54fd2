using AsynDGAN.Core.Imaging;

namespace AsynDGAN.Core.Synthesis;

/// <summary>An image that was drawn, ready to be written.</summary>
/// <param name="Row">Its row, which names the files.</param>
/// <param name="Image">The image.</param>
/// <param name="Mask">Its mask.</param>
internal sealed record DrawnImage(SyntheticRow Row, PixelArray Image, PixelArray Mask);
