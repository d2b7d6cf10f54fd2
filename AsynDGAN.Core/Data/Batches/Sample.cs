using AsynDGAN.Core.Data.Preparation;
using AsynDGAN.Core.Data.Sources;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Data.Batches;

/// <summary>
/// One slice as it is kept: the square at its own resolution, or a place in a picture that is cut out when it is drawn.
/// </summary>
internal sealed class Sample : IDisposable
{
    private readonly KeptPicture picture;
    private readonly KeptLines lines;
    private readonly CropSquare? patch;

    /// <param name="slice">What is known of the slice.</param>
    /// <param name="picture">Its pixels.</param>
    /// <param name="lines">Its normalisations.</param>
    public Sample(StoredSlice slice, KeptPicture picture, KeptLines lines) =>
        (this.picture, this.lines, patch, TumourOutside) = (picture, lines, slice.Patch, slice.TumourOutside);

    /// <summary>[1, K, 1, 1], float32: with <see cref="Offset"/> the line from the kept values to [-1, 1].</summary>
    public Tensor Scale => lines.Scale;

    /// <summary>[1, K, 1, 1], float32.</summary>
    public Tensor Offset => lines.Offset;

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

    /// <summary>Brings it to another device, where it is not there yet.</summary>
    public void MoveTo(Device device)
    {
        picture.MoveTo(device);
        lines.MoveTo(device);
    }

    /// <summary>Bytes of the samples' pictures, those that they share counted once.</summary>
    public static long BytesOf(IEnumerable<Sample> samples) => samples.Select(sample => sample.picture).Distinct().Sum(picture => picture.Bytes);

    /// <summary>Samples of one case are disposed of together.</summary>
    public void Dispose()
    {
        picture.Dispose();
        lines.Dispose();
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
