namespace AsynDGAN.Core.Setup;

/// <summary>A slice or picture that was looked at.</summary>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
/// <param name="Highest">The highest stored value.</param>
/// <param name="IsGrey">Whether all channels are alike.</param>
/// <param name="Foreground">The part of it that is head, or other foreground.</param>
/// <param name="MaskPixels">Pixels of objects.</param>
/// <param name="MaskInForeground">Of them, those in the foreground.</param>
/// <param name="HeadSide">Side of the square around its case's foreground.</param>
/// <param name="Objects">How many it has.</param>
internal sealed record SliceFacts(int Height, int Width, int Highest, bool IsGrey, double Foreground, int MaskPixels, int MaskInForeground, int HeadSide, int Objects);
