using AsynDGAN.Core.Comparison.Jobs;
using AsynDGAN.Core.Runs;

namespace AsynDGAN.Cli.Display;

/// <summary>Keeps the warnings that pass to another display, and whether an answer did. Several threads may warn.</summary>
/// <param name="inner">Where all is shown.</param>
/// <param name="warnings">Gets the warnings.</param>
internal sealed class WarningDisplay(IJobDisplay inner, List<string> warnings) : IJobDisplay
{
    /// <summary>Whether something was printed that is written nowhere else.</summary>
    public bool HasAnswered { get; private set; }

    public IReadOnlyList<string> Warned
    {
        get
        {
            lock (warnings)
            {
                return [.. warnings];
            }
        }
    }

    public void Say(string line) => inner.Say(line);

    public void Answer(string text)
    {
        HasAnswered = true;
        inner.Answer(text);
    }

    public void Warn(string line)
    {
        lock (warnings)
        {
            warnings.Add(line);
        }

        inner.Warn(line);
    }

    public void Advance(string work, long done, long total) => inner.Advance(work, done, total);

    public void Show(TrainingStatus status) => inner.Show(status);

    public void Show(JobsStatus status) => inner.Show(status);
}
