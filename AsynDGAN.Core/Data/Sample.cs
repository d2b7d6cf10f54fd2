using static TorchSharp.torch;

namespace AsynDGAN.Core.Data;

/// <summary>
/// One slice's tensors as they are kept: the square at its own resolution, in the integers that were stored.
/// </summary>
internal sealed class Sample : IDisposable
{
    // 16-bit values are kept as int16 less this, since torch computes with no unsigned 16-bit type.
    private const int Int16Offset = 32768;

    private Sample(Tensor image, Tensor masks, Tensor scale, Tensor offset, int[] tumourOutside) =>
        (Image, Masks, Scale, Offset, TumourOutside) = (image, masks, scale, offset, tumourOutside);

    /// <summary>[1, K, side, side], uint8, or int16 less 32768.</summary>
    private Tensor Image { get; }

    /// <summary>[1, 2, side, side], uint8: tumour and head, 0 or 1.</summary>
    public Tensor Masks { get; }

    /// <summary>[1, K, 1, 1], float32: with <see cref="Offset"/> the line from the kept values to [-1, 1].</summary>
    public Tensor Scale { get; }

    /// <summary>[1, K, 1, 1], float32.</summary>
    public Tensor Offset { get; }

    /// <summary>Places of tumour pixels outside the square, on the slice's own grid.</summary>
    public int[] TumourOutside { get; }

    private Tensor[] Kept => [Image, Masks, Scale, Offset];

    /// <summary>The kept values as float32, [1, K, side, side].</summary>
    public Tensor Values() => Image.to(ScalarType.Float32);

    /// <summary>Puts a slice into tensors on a device; they outlive the present scope.</summary>
    public static Sample Of(PreparedSlice slice, Device device)
    {
        var (side, channels) = (slice.Geometry.Square.Side, slice.Channels);
        long[] shape = [1, channels, side, side];
        var shift = slice.Bits == 16 ? Int16Offset : 0;
        var image = slice.Bits == 16
            ? tensor(Array.ConvertAll(slice.Image, value => (short)(value - Int16Offset)), shape)
            : tensor(Array.ConvertAll(slice.Image, value => (byte)value), shape);
        var scale = slice.Normalisations.Select(line => line.Scale).ToArray();
        var offset = slice.Normalisations.Select(line => line.Offset + line.Scale * shift).ToArray();
        return new Sample(
            Keep(image),
            Keep(tensor(slice.Masks, [1, 2, side, side])),
            Keep(tensor(scale, [1, channels, 1, 1])),
            Keep(tensor(offset, [1, channels, 1, 1])),
            slice.TumourOutside);

        Tensor Keep(Tensor made) => made.to(device, disposeAfter: true).DetachFromDisposeScope();
    }

    /// <summary>Bytes of the tensors.</summary>
    public long Bytes => Kept.Sum(tensor => tensor.numel() * tensor.ElementSize);

    public void Dispose()
    {
        foreach (var kept in Kept)
        {
            kept.Dispose();
        }
    }
}
