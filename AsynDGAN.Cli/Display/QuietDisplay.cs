using AsynDGAN.Core;
using AsynDGAN.Core.Comparison.Jobs;
using AsynDGAN.Core.Runs;

namespace AsynDGAN.Cli.Display;

/// <summary>Warnings, and what was asked for; nothing of the work.</summary>
/// <param name="output">Where what was asked for goes.</param>
/// <param name="error">Where warnings go.</param>
internal sealed class QuietDisplay(TextWriter output, TextWriter error) : IJobDisplay
{
    public void Say(string line)
    {
    }

    public void Answer(string text) => output.WriteLine(Visible.Lines(text));

    public void Warn(string line) => error.WriteLine("warning: " + Visible.Lines(line));

    public void Advance(string work, long done, long total)
    {
    }

    public void Show(TrainingStatus status)
    {
    }

    public void Show(JobsStatus status)
    {
    }
}
