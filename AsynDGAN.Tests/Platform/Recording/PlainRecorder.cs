using AsynDGAN.Core.Platform.Recording;

namespace AsynDGAN.Tests.Platform.Recording;

/// <summary>A recorder for every device: what it records is the work itself, and replaying does it.</summary>
/// <param name="refuse">Which recordings are refused, by their number from 0.</param>
internal sealed class PlainRecorder(Func<int, bool>? refuse = null) : IRecorder
{
    private int asked;

    /// <summary>Recordings made.</summary>
    public int Recorded { get; private set; }

    /// <summary>Replays of all of them.</summary>
    public int Replayed { get; private set; }

    public IRecording? Record(Action work, IRecording? before = null)
    {
        if (refuse?.Invoke(asked++) == true)
        {
            return null;
        }

        Recorded++;
        return new Recording(this, work);
    }

    private sealed class Recording(PlainRecorder recorder, Action work) : IRecording
    {
        public void Replay()
        {
            recorder.Replayed++;
            work();
        }

        public void Dispose()
        {
        }
    }
}
