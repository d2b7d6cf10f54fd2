using static TorchSharp.torch;

namespace AsynDGAN.Core.Data;

/// <summary>
/// One slice as it is kept: the square at its own resolution, or a place in a picture that is cut out when it is drawn.
/// </summary>
internal sealed class Sample : IDisposable
{
    private readonly KeptPicture picture;
    private readonly CropSquare? patch;

    private Sample(KeptPicture picture, CropSquare? patch, Tensor scale, Tensor offset, int[] tumourOutside) =>
        (this.picture, this.patch, Scale, Offset, TumourOutside) = (picture, patch, scale, offset, tumourOutside);

    /// <summary>[1, K, 1, 1], float32: with <see cref="Offset"/> the line from the kept values to [-1, 1].</summary>
    public Tensor Scale { get; private set; }

    /// <summary>[1, K, 1, 1], float32.</summary>
    public Tensor Offset { get; private set; }

    /// <summary>Places of tumour pixels outside the square, on the slice's own grid.</summary>
    public int[] TumourOutside { get; }

    /// <summary>Image channels.</summary>
    public int Channels => (int)picture.Image.shape[1];

    /// <summary>Whether the nuclei are told apart.</summary>
    public bool HasInstances => picture.HasInstances;

    /// <summary>The kept values as float32, [1, K, side, side], in the present dispose scope.</summary>
    public Tensor Values() => Cut(picture.Image).to(ScalarType.Float32);

    /// <summary>[1, 1, side, side], uint8: <see cref="MaskCode"/>.</summary>
    public Tensor Masks() => HasInstances ? (Cut(picture.Labels) > 0).to(ScalarType.Byte).mul_(MaskCode.Of(ushort.MaxValue, head: false)) : Cut(picture.Labels);

    /// <summary>[1, 1, side, side]: the numbers of the nuclei as float32, which grid_sample wants; exact up to 2^24. Null where they are not told apart.</summary>
    public Tensor? Numbers() => HasInstances ? Cut(picture.Labels).to(ScalarType.Float32) : null;

    /// <summary>[1, 1, side, side], int32: the same where they are told apart.</summary>
    public Tensor Instances() => Cut(picture.Labels).to(ScalarType.Int32);

    /// <param name="slice">What is known of the slice.</param>
    /// <param name="picture">Its pixels.</param>
    public static Sample Of(StoredSlice slice, KeptPicture picture)
    {
        var shift = slice.Bits == 16 ? KeptPicture.Int16Offset : 0;
        long[] shape = [1, slice.Channels, 1, 1];
        var scale = slice.Normalisations.Select(line => line.Scale).ToArray();
        var offset = slice.Normalisations.Select(line => line.Offset + line.Scale * shift).ToArray();
        return new Sample(picture, slice.Patch, tensor(scale, shape).DetachFromDisposeScope(), tensor(offset, shape).DetachFromDisposeScope(), slice.TumourOutside);
    }

    /// <summary>Brings it to another device, where it is not there yet.</summary>
    public void MoveTo(Device device)
    {
        picture.MoveTo(device);
        if (Scale.device_type != device.type)
        {
            Scale = Scale.to(device, disposeAfter: true).DetachFromDisposeScope();
            Offset = Offset.to(device, disposeAfter: true).DetachFromDisposeScope();
        }
    }

    /// <summary>Bytes that samples take, the pictures that they share counted once.</summary>
    public static long BytesOf(IEnumerable<Sample> samples)
    {
        var all = samples.ToArray();
        return all.Select(sample => sample.picture).Distinct().Sum(picture => picture.Bytes)
            + all.Sum(sample => sample.Scale.numel() * sample.Scale.ElementSize + sample.Offset.numel() * sample.Offset.ElementSize);
    }

    /// <summary>Samples of one picture are disposed of together.</summary>
    public void Dispose()
    {
        picture.Dispose();
        Scale.Dispose();
        Offset.Dispose();
    }

    private Tensor Cut(Tensor whole)
    {
        if (patch is not { } square)
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
