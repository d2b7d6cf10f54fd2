using AsynDGAN.Core.Imaging;

namespace AsynDGAN.Core.Synthesis;

/// <summary>images/ (PNG, or TIFF of 16 bits), masks/ and manifest.csv, which the source manifest reads back.</summary>
/// <param name="channels">The names of channels that have a file each; none: one picture holds them all.</param>
internal sealed class ManifestLayout(IReadOnlyList<string> channels) : ISyntheticLayout
{
    public string Name => "manifest";

    public ushort Inside => 255;

    public ushort Boundary => 128;

    public (string Image, string Mask) Names(string name, int bits)
    {
        var extension = bits == 16 ? ".tif" : ".png";
        return (channels.Count == 0 ? $"images/{name}{extension}" : ChannelFiles.Join(channels.Select((_, i) => $"images/{name}_{i:D4}{extension}")), $"masks/{name}.png");
    }

    public void Finish(string folder, int images, PixelArray first)
    {
    }
}
