using AsynDGAN.Core.Data.Batches;
using AsynDGAN.Core.Data.Sources;

namespace AsynDGAN.Core.Data.Preparation;

/// <summary>A slice of a run.</summary>
/// <param name="Slice">What is known of it, without pixels.</param>
/// <param name="Sample">The tensors.</param>
internal sealed record KeptSlice(StoredSlice Slice, Sample Sample)
{
    /// <summary>The case it belongs to, without its slices.</summary>
    public ImageCase Case => Slice.Case;

    /// <summary>Its name among all slices: case and slice.</summary>
    public string Name => Slice.FullName;

    /// <summary>Puts slices of one case into tensors in the host's memory; patches of one picture share them.</summary>
    public static IReadOnlyList<KeptSlice> Of(IEnumerable<StoredSlice> slices)
    {
        var pictures = new Dictionary<StoredPixels, KeptPicture>(ReferenceEqualityComparer.Instance);
        (IReadOnlyList<Normalisation> Of, KeptLines Kept)? last = null;
        return [.. slices.Select(slice => new KeptSlice(slice with { Pixels = null }, new Sample(slice, Picture(slice.Pixels!), Lines(slice))))];

        KeptPicture Picture(StoredPixels pixels) => pictures.TryGetValue(pixels, out var known) ? known : pictures[pixels] = KeptPicture.Of(pixels);

        KeptLines Lines(StoredSlice slice)
        {
            if (last is not { } shared || !shared.Of.SequenceEqual(slice.Normalisations))
            {
                last = shared = (slice.Normalisations, KeptLines.Of(slice.Normalisations, slice.Bits));
            }

            return shared.Kept;
        }
    }
}
