namespace AsynDGAN.Core.Platform.Recording;

/// <summary>Work that was recorded.</summary>
public interface IRecording : IDisposable
{
    /// <summary>Does it again, on what is at its tensors' places now.</summary>
    void Replay();
}
