namespace AsynDGAN.Core.Data.Sources;

/// <summary>What must be known of a slice after its pixels are gone, to compare it with those of all cases.</summary>
/// <param name="Fault">Why it cannot be used by itself; null where it can.</param>
/// <param name="Digest">Of what it was read from.</param>
/// <param name="Content">Of its image, as of <see cref="SharedImages"/>.</param>
/// <param name="Channels">Image channels; 0 where there is a fault.</param>
/// <param name="Bits">Of the image's values; 0 where there is a fault.</param>
internal sealed record SliceFacts(string? Fault, string Digest, string Content, int Channels, int Bits)
{
    public static SliceFacts Of(SliceFileResult result) => result.Slice is not { } slice
        ? new(result.Fault, result.Digest, result.Content, 0, 0)
        : new(null, result.Digest, result.Content, slice.Image.Channels, slice.Image.Bits);

    /// <summary>Why it does not go with the first slice of all; null where it does.</summary>
    public string? Unlike(SliceFacts first) => (Channels, Bits) == (first.Channels, first.Bits) ? null : $"the image has {Kind}, the first one {first.Kind}";

    private string Kind => $"{Channels} {(Channels == 1 ? "channel" : "channels")} of {Bits} bits";
}
