using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Data;

/// <summary>
/// One slice's tensors as they are kept: the square at its own resolution, in the integers that were stored.
/// </summary>
internal sealed class Sample : IDisposable
{
    // 16-bit values are kept as int16 less this, since torch computes with no unsigned 16-bit type.
    private const int Int16Offset = 32768;

    private Sample(Tensor image, Tensor masks, Tensor scale, Tensor offset, int[] tumourOutside, Tensor? instances) =>
        (Image, Masks, Scale, Offset, TumourOutside, Instances) = (image, masks, scale, offset, tumourOutside, instances);

    /// <summary>[1, K, side, side], uint8, or int16 less 32768.</summary>
    private Tensor Image { get; }

    /// <summary>[1, 1, side, side], uint8: <see cref="MaskCode"/>.</summary>
    public Tensor Masks { get; }

    /// <summary>[1, K, 1, 1], float32: with <see cref="Offset"/> the line from the kept values to [-1, 1].</summary>
    public Tensor Scale { get; }

    /// <summary>[1, K, 1, 1], float32.</summary>
    public Tensor Offset { get; }

    /// <summary>Places of tumour pixels outside the square, on the slice's own grid.</summary>
    public int[] TumourOutside { get; }

    /// <summary>[1, 1, side, side], int32: the numbers of the nuclei, where the source tells single ones apart.</summary>
    public Tensor? Instances { get; }

    private Tensor[] Kept => Instances is null ? [Image, Masks, Scale, Offset] : [Image, Masks, Scale, Offset, Instances];

    /// <summary>Image channels.</summary>
    public int Channels => (int)Image.shape[1];

    /// <summary>Bits of the stored values, 8 or 16.</summary>
    public int Bits => 8 * (int)Image.ElementSize;

    /// <summary>The kept values as float32, [1, K, side, side].</summary>
    public Tensor Values() => Image.to(ScalarType.Float32);

    /// <summary>Puts a slice into tensors in the host's memory; they outlive the present scope.</summary>
    public static Sample Of(PreparedSlice slice)
    {
        var (side, channels) = (slice.Geometry.Square.Side, slice.Channels);
        var shift = slice.Bits == 16 ? Int16Offset : 0;

        // Filled in place: a volume's slices are many, and arrays in between would be as many again.
        var image = Keep(empty([1, channels, side, side], slice.Bits == 16 ? ScalarType.Int16 : ScalarType.Byte));
        if (slice.Bits == 16)
        {
            var stored = MemoryMarshal.Cast<byte, short>(image.bytes);
            for (var i = 0; i < stored.Length; i++)
            {
                stored[i] = (short)(slice.Image[i] - Int16Offset);
            }
        }
        else
        {
            var stored = image.bytes;
            for (var i = 0; i < stored.Length; i++)
            {
                stored[i] = (byte)slice.Image[i];
            }
        }

        var masks = Keep(empty([1, 1, side, side], ScalarType.Byte));
        slice.Masks.CopyTo(masks.bytes);
        var scale = slice.Normalisations.Select(line => line.Scale).ToArray();
        var offset = slice.Normalisations.Select(line => line.Offset + line.Scale * shift).ToArray();
        return new Sample(
            image, masks, Keep(tensor(scale, [1, channels, 1, 1])), Keep(tensor(offset, [1, channels, 1, 1])), slice.TumourOutside,
            slice.Instances is null ? null : Keep(tensor(slice.Instances, [1, 1, side, side])));

        static Tensor Keep(Tensor made) => made.DetachFromDisposeScope();
    }

    /// <summary>The same on another device; this one is disposed of where that is not its own.</summary>
    public Sample To(Device device)
    {
        if (Image.device_type == device.type)
        {
            return this;
        }

        return new Sample(Move(Image), Move(Masks), Move(Scale), Move(Offset), TumourOutside, Instances is null ? null : Move(Instances));

        Tensor Move(Tensor kept) => kept.to(device, disposeAfter: true).DetachFromDisposeScope();
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
