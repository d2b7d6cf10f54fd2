using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Data.Preparation;

/// <summary>The tensors of a picture, which several samples may be cut from, in the integers that were stored.</summary>
internal sealed class KeptPicture : IDisposable
{
    private KeptPicture(Tensor image, Tensor labels, bool hasInstances) => (Image, Labels, HasInstances) = (image, labels, hasInstances);

    /// <summary>What is taken from 16-bit values, which are kept as int16, since torch computes with no unsigned 16-bit type.</summary>
    public const int Int16Offset = 32768;

    /// <summary>[1, K, height, width], uint8, or int16 less 32768.</summary>
    public Tensor Image { get; private set; }

    /// <summary>[1, 1, height, width]: <see cref="MaskCode"/> as uint8; or the nuclei's numbers, uint8, int16 or int32.</summary>
    public Tensor Labels { get; private set; }

    /// <summary>Whether the labels are the nuclei's numbers.</summary>
    public bool HasInstances { get; }

    /// <summary>Bytes of the tensors.</summary>
    public long Bytes => Image.numel() * Image.ElementSize + Labels.numel() * Labels.ElementSize;

    /// <summary>Copies pixels to tensors in the host's memory; they outlive the present scope.</summary>
    public static KeptPicture Of(StoredPixels pixels)
    {
        var image = Keep(empty([1, pixels.Channels, pixels.Height, pixels.Width], pixels.Bits == 16 ? ScalarType.Int16 : ScalarType.Byte));
        pixels.Image.CopyTo(image.bytes);
        if (pixels.Bits == 16)
        {
            foreach (ref var value in MemoryMarshal.Cast<byte, short>(image.bytes))
            {
                value = (short)((ushort)value - Int16Offset);
            }
        }

        var type = pixels.LabelBytes switch { 1 => ScalarType.Byte, 2 => ScalarType.Int16, _ => ScalarType.Int32 };
        var labels = Keep(empty([1, 1, pixels.Height, pixels.Width], type));
        pixels.Labels.CopyTo(labels.bytes);
        return new KeptPicture(image, labels, pixels.HasInstances);

        static Tensor Keep(Tensor made) => made.DetachFromDisposeScope();
    }

    /// <summary>Brings the tensors to another device, where they are not there yet.</summary>
    public void MoveTo(Device device)
    {
        if (Image.device_type != device.type)
        {
            Image = Image.to(device, disposeAfter: true).DetachFromDisposeScope();
            Labels = Labels.to(device, disposeAfter: true).DetachFromDisposeScope();
        }
    }

    public void Dispose()
    {
        Image.Dispose();
        Labels.Dispose();
    }
}
