using AsynDGAN.Core.Runs;

namespace AsynDGAN.Tests.Runs;

/// <summary>Keeps the lines that it is given.</summary>
internal sealed class RecordingDisplay : IRunDisplay
{
    public List<string> Lines { get; } = [];

    public void Say(string line) => Lines.Add(line);

    public void Warn(string line) => Lines.Add("warning: " + line);

    public void Advance(string work, long done, long total) => Lines.Add($"{work} {done} {total}");

    public void Show(TrainingStatus status)
    {
    }
}
