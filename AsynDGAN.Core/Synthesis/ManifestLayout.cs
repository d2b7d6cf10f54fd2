using AsynDGAN.Core.Imaging;

namespace AsynDGAN.Core.Synthesis;

/// <summary>images/ (PNG, or TIFF of 16 bits), masks/ and manifest.csv, which the source manifest reads back.</summary>
internal sealed class ManifestLayout : ISyntheticLayout
{
    public string Name => "manifest";

    public ushort Inside => 255;

    public ushort Boundary => 128;

    public (string Image, string Mask) Names(string name, int bits) => ($"images/{name}{(bits == 16 ? ".tif" : ".png")}", $"masks/{name}.png");

    public void Finish(string folder, int images, PixelArray first)
    {
    }
}
