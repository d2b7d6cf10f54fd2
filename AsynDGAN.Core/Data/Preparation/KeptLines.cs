using static TorchSharp.torch;

namespace AsynDGAN.Core.Data.Preparation;

/// <summary>The lines from kept values to [-1, 1], one a channel, which all samples of equal lines share.</summary>
internal sealed class KeptLines : IDisposable
{
    private KeptLines(Tensor scale, Tensor offset) => (Scale, Offset) = (scale, offset);

    /// <summary>[1, K, 1, 1], float32.</summary>
    public Tensor Scale { get; private set; }

    /// <summary>[1, K, 1, 1], float32.</summary>
    public Tensor Offset { get; private set; }

    /// <summary>In the host's memory; they outlive the present scope.</summary>
    /// <param name="normalisations">Of the stored values, one a channel.</param>
    /// <param name="bits">Of the stored values, 8 or 16.</param>
    public static KeptLines Of(IReadOnlyList<Normalisation> normalisations, int bits)
    {
        var shift = bits == 16 ? KeptPicture.Int16Offset : 0;
        long[] shape = [1, normalisations.Count, 1, 1];
        return new KeptLines(
            tensor(normalisations.Select(line => line.Scale).ToArray(), shape).DetachFromDisposeScope(),
            tensor(normalisations.Select(line => line.Offset + line.Scale * shift).ToArray(), shape).DetachFromDisposeScope());
    }

    /// <summary>Brings the tensors to another device, where they are not there yet.</summary>
    public void MoveTo(Device device)
    {
        if (Scale.device_type != device.type)
        {
            Scale = Scale.to(device, disposeAfter: true).DetachFromDisposeScope();
            Offset = Offset.to(device, disposeAfter: true).DetachFromDisposeScope();
        }
    }

    public void Dispose()
    {
        Scale.Dispose();
        Offset.Dispose();
    }
}
