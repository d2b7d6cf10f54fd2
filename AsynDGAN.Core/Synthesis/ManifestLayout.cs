using AsynDGAN.Core.Imaging;

namespace AsynDGAN.Core.Synthesis;

/// <summary>images/, masks/ and manifest.csv, which the source manifest reads back.</summary>
internal sealed class ManifestLayout : ISyntheticLayout
{
    public string Name => "manifest";

    public ushort Inside => 255;

    public (string Image, string Mask) Names(string name) => ($"images/{name}.png", $"masks/{name}.png");

    public void Finish(string folder, int images, PixelArray first)
    {
    }
}
