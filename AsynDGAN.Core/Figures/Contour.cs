using AsynDGAN.Core.Imaging;

namespace AsynDGAN.Core.Figures;

/// <summary>A mask to be drawn over an image of the same size, as a line.</summary>
public sealed record Contour(Mask Mask, Colour Colour);
