namespace AsynDGAN.Core.Configuration;

/// <summary>Cutting of large pictures into patches, at their own resolution.</summary>
public sealed record PatchOptions
{
    [Describe("side of the patches that nuclei's or a manifest's pictures are cut into: augment.load_size where given, else image_size, so that nothing is resampled")]
    [Between(8, 4096)]
    public int? Size { get; init; }

    [Describe("pixels from one patch to the next; size, where it is left out")]
    [Between(1, 4096)]
    public int? Stride { get; init; }

    [Describe("whether a last patch that reaches beyond the picture is filled by mirroring, else left out; a picture smaller than a patch is always filled")]
    public bool Pad { get; init; } = true;
}
