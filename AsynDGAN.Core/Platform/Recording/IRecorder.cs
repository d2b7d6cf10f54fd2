namespace AsynDGAN.Core.Platform.Recording;

/// <summary>Records what a piece of work launches on the device, so that all of it can be launched again by one call.</summary>
public interface IRecorder
{
    /// <summary>Records work; nothing is computed before the recording is replayed.</summary>
    /// <param name="work">
    /// Operations on tensors at fixed places. The host reads none of them, and what the host itself does is not replayed.
    /// </param>
    /// <param name="before">
    /// A recording that is always replayed before this one, whose memory the two share; null: memory of its own.
    /// </param>
    /// <returns>Null where it cannot be recorded, which the recorder has said; what the host did of it stays done.</returns>
    IRecording? Record(Action work, IRecording? before = null);
}
