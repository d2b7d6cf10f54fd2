using AsynDGAN.Core.Imaging;

namespace AsynDGAN.Core.Figures;

/// <summary>One image of a sheet.</summary>
/// <param name="Image">8 bits, grey or colour.</param>
/// <param name="Caption">Written below; cut short where it is wider than the image.</param>
public sealed record SheetTile(PixelArray Image, string Caption = "")
{
    /// <summary>Drawn over the image after its enlargement, so that the lines stay thin; the last lies on top.</summary>
    public IReadOnlyList<Contour> Contours { get; init; } = [];
}
