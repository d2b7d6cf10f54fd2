using System.Runtime.InteropServices;
using AsynDGAN.Core.Data.Preparation;
using AsynDGAN.Core.Data.Sources;
using AsynDGAN.Core.Imaging;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Data.Batches;

/// <summary>
/// A prepared slice with its tensors, in the integers that were stored: the square at its own resolution, or a place in a
/// picture that is cut out when it is drawn.
/// </summary>
internal sealed class Sample : IDisposable
{
    /// <summary>What is taken from 16-bit values, which are kept as int16, since torch computes with no unsigned 16-bit type.</summary>
    private const int Int16Offset = 32768;

    /// <summary>[1, K, height, width], uint8, or int16 less 32768.</summary>
    private readonly SharedTensor image;

    /// <summary>[1, 1, height, width]: <see cref="MaskCode"/> as uint8; or the nuclei's numbers, uint8, int16 or int32.</summary>
    private readonly SharedTensor labels;

    private readonly SharedTensor scale;
    private readonly SharedTensor offset;

    private Sample(PreparedSlice slice, (SharedTensor Image, SharedTensor Labels) picture, (SharedTensor Scale, SharedTensor Offset) lines)
    {
        (Slice, HasInstances) = (slice with { Pixels = null }, slice.Pixels!.HasInstances);
        ((image, labels), (scale, offset)) = (picture, lines);
    }

    /// <summary>What is known of it, without pixels.</summary>
    public PreparedSlice Slice { get; }

    /// <summary>Whether the nuclei are told apart.</summary>
    public bool HasInstances { get; }

    /// <summary>Whether it is a patch of a picture that has fewer rows or columns.</summary>
    public bool IsLargerThanItsPicture => Slice.Patch is { } square && (image.Value.shape[2] < square.Side || image.Value.shape[3] < square.Side);

    /// <summary>[1, K, 1, 1], float32: with <see cref="Offset"/> the line from the kept values to [-1, 1].</summary>
    public Tensor Scale => scale.Value;

    /// <summary>[1, K, 1, 1], float32.</summary>
    public Tensor Offset => offset.Value;

    /// <summary>
    /// Puts slices of one case into tensors in the host's memory; patches of one picture share them, and neighbours of equal
    /// normalisations their lines.
    /// </summary>
    /// <param name="slices">With pixels.</param>
    public static IReadOnlyList<Sample> Of(IEnumerable<PreparedSlice> slices)
    {
        var pictures = new Dictionary<StoredPixels, (SharedTensor, SharedTensor)>(ReferenceEqualityComparer.Instance);
        (IReadOnlyList<Normalisation> Of, (SharedTensor, SharedTensor) Kept)? last = null;
        return [.. slices.Select(slice => new Sample(slice, Picture(slice.Pixels!), Lines(slice)))];

        (SharedTensor, SharedTensor) Picture(StoredPixels pixels) =>
            pictures.TryGetValue(pixels, out var known) ? known : pictures[pixels] = (ImageOf(pixels), LabelsOf(pixels));

        (SharedTensor, SharedTensor) Lines(PreparedSlice slice)
        {
            if (last is not { } shared || !shared.Of.SequenceEqual(slice.Normalisations))
            {
                last = shared = (slice.Normalisations, LinesOf(slice.Normalisations, slice.Bits));
            }

            return shared.Kept;
        }
    }

    /// <summary>The kept values as float32, [1, K, side, side], in the present dispose scope.</summary>
    public Tensor Values() => Cut(image.Value).to(ScalarType.Float32);

    /// <summary>What patches of one picture share, and no other slice has.</summary>
    public object Picture => image;

    /// <summary>
    /// By which its picture is known again: <see cref="Values"/>, of a patch those of the whole picture as it is prepared where it is not cut; or
    /// those of 8 bits of which its 16 are a copy, every one a multiple of 257.
    /// </summary>
    public Tensor ComparedValues()
    {
        const int Step = ushort.MaxValue / byte.MaxValue;
        var stored = Slice.Patch is null ? Values() : InItsSquare(image.Value.to(ScalarType.Float32));
        var eight = (stored + Int16Offset) / Step;
        return Slice.Bits == 16 && eight.Equals(eight.round()) ? eight : stored;
    }

    /// <summary>[1, 1, side, side], uint8: <see cref="MaskCode"/>.</summary>
    public Tensor Masks() => HasInstances ? (Cut(labels.Value) > 0).to(ScalarType.Byte).mul_(MaskCode.Of(ushort.MaxValue, head: false)) : Cut(labels.Value);

    /// <summary>[1, 1, side, side]: the numbers of the nuclei as float32, which grid_sample wants; exact up to 2^24. Null where they are not told apart.</summary>
    public Tensor? Numbers() => HasInstances ? Cut(labels.Value).to(ScalarType.Float32) : null;

    /// <summary>[1, 1, side, side], int32: the same where they are told apart.</summary>
    public Tensor Instances() => Cut(labels.Value).to(ScalarType.Int32);

    /// <summary>Brings it to another device, where it is not there yet.</summary>
    public void MoveTo(Device device)
    {
        Array.ForEach([image, labels, scale, offset], tensor => tensor.MoveTo(device));
    }

    /// <summary>Bytes of the samples' pictures, those that they share counted once.</summary>
    public static long BytesOf(IEnumerable<Sample> samples) => samples.SelectMany(sample => new[] { sample.image, sample.labels }).Distinct().Sum(tensor => tensor.Bytes);

    /// <summary>Samples of one case are disposed of together.</summary>
    public void Dispose()
    {
        Array.ForEach([image, labels, scale, offset], tensor => tensor.Dispose());
    }

    private static SharedTensor ImageOf(StoredPixels pixels)
    {
        var image = empty([1, pixels.Channels, pixels.Height, pixels.Width], pixels.Bits == 16 ? ScalarType.Int16 : ScalarType.Byte);
        pixels.Image.CopyTo(image.bytes);
        if (pixels.Bits == 16)
        {
            foreach (ref var value in MemoryMarshal.Cast<byte, short>(image.bytes))
            {
                value = (short)((ushort)value - Int16Offset);
            }
        }

        return new SharedTensor(image);
    }

    private static SharedTensor LabelsOf(StoredPixels pixels)
    {
        var type = pixels.LabelBytes switch { 1 => ScalarType.Byte, 2 => ScalarType.Int16, _ => ScalarType.Int32 };
        var labels = empty([1, 1, pixels.Height, pixels.Width], type);
        pixels.Labels.CopyTo(labels.bytes);
        return new SharedTensor(labels);
    }

    private static (SharedTensor Scale, SharedTensor Offset) LinesOf(IReadOnlyList<Normalisation> normalisations, int bits)
    {
        var shift = bits == 16 ? Int16Offset : 0;
        long[] shape = [1, normalisations.Count, 1, 1];
        return (
            new SharedTensor(tensor(normalisations.Select(line => line.Scale).ToArray(), shape)),
            new SharedTensor(tensor(normalisations.Select(line => line.Offset + line.Scale * shift).ToArray(), shape)));
    }

    /// <summary>A whole picture in the middle of the smallest square, around which stored values are 0.</summary>
    private Tensor InItsSquare(Tensor whole)
    {
        var (height, width) = ((int)whole.shape[2], (int)whole.shape[3]);
        var square = CropSquare.Whole(height, width);
        var wide = full([1, whole.shape[1], square.Side, square.Side], Slice.Bits == 16 ? -Int16Offset : 0f, whole.dtype, whole.device);
        wide.narrow(2, -square.Top, height).narrow(3, -square.Left, width).copy_(whole);
        return wide;
    }

    private Tensor Cut(Tensor whole)
    {
        if (Slice.Patch is not { } square)
        {
            return whole;
        }

        var (height, width) = ((int)whole.shape[2], (int)whole.shape[3]);
        return square.Top + square.Side <= height && square.Left + square.Side <= width
            ? whole.narrow(2, square.Top, square.Side).narrow(3, square.Left, square.Side)
            : whole.index_select(2, Places(square.Top, height)).index_select(3, Places(square.Left, width));

        Tensor Places(int first, int length) =>
            tensor([.. Enumerable.Range(first, square.Side).Select(place => (long)PatchPlace.Mirrored(place, length))], device: whole.device);
    }
}
