using static TorchSharp.torch;

namespace AsynDGAN.Core.Data.Batches;

/// <summary>A tensor that several samples share; it outlives the present scope, and is brought to another device for all of them.</summary>
internal sealed class SharedTensor(Tensor made) : IDisposable
{
    public Tensor Value { get; private set; } = made.DetachFromDisposeScope();

    public long Bytes => Value.numel() * Value.ElementSize;

    /// <summary>Brings it to a device, where it is not there yet.</summary>
    public void MoveTo(Device device)
    {
        if (Value.device_type != device.type)
        {
            Value = Value.to(device, disposeAfter: true).DetachFromDisposeScope();
        }
    }

    public void Dispose() => Value.Dispose();
}
