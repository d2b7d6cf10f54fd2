namespace AsynDGAN.Core.Data.Sources;

/// <summary>What came of reading a slice: the slice, or why there is none; and what must be known to compare it with those of all cases.</summary>
/// <param name="Slice">Null where there is a fault, and once its pixels are no longer needed.</param>
/// <param name="Fault">Why it cannot be used by itself; null where it can.</param>
/// <param name="Digest">Of what it was read from; empty where a file is missing.</param>
/// <param name="Contents">Of its image as it is used, as of <see cref="SharedImages"/>; none where there is a fault.</param>
/// <param name="Channels">Image channels; 0 where there is a fault.</param>
/// <param name="Bits">Of the image's values; 0 where there is a fault.</param>
internal sealed record SliceResult(CaseSlice? Slice, string? Fault, string Digest, IReadOnlyList<string> Contents, int Channels, int Bits)
{
    /// <summary>What is to be said of it.</summary>
    public IReadOnlyList<CaseNote> Notes { get; init; } = [];

    /// <summary>What its mask calls the object, where it was taken for that by its looks alone; empty elsewhere.</summary>
    public string ObjectColour { get; init; } = "";

    /// <summary>Of its mask, as of <see cref="SharedImages.DigestOfMask"/>; empty where none is looked at.</summary>
    public string MaskContents { get; init; } = "";

    /// <summary>Those of <c>data.mask_values</c> that its mask has; null where none is looked at.</summary>
    public IReadOnlyList<int>? MaskValues { get; init; }

    public static SliceResult Of(CaseSlice slice, string digest, IReadOnlyList<string>? contents = null) =>
        new(slice, null, digest, contents ?? [], slice.Image.Channels, slice.Image.Bits);

    public static SliceResult OfFault(string fault, string digest) => new(null, fault, digest, [], 0, 0);

    /// <summary>Why it does not go with the first slice of all; null where it does.</summary>
    /// <param name="first">That slice.</param>
    /// <param name="name">What messages call it.</param>
    public string? Unlike(SliceResult first, string name) => (Channels, Bits) == (first.Channels, first.Bits) ? null : $"the image has {Kind}, the first one {first.Kind} ({name})";

    private string Kind => $"{Channels} {(Channels == 1 ? "channel" : "channels")} of {Bits} bits";
}
