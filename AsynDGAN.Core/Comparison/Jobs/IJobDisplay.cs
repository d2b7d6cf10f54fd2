using AsynDGAN.Core.Runs;

namespace AsynDGAN.Core.Comparison.Jobs;

/// <summary>What shows a command: its own work, its jobs, and what it was asked to print.</summary>
public interface IJobDisplay : IRunDisplay
{
    /// <summary>What was warned of so far, where that is kept.</summary>
    IReadOnlyList<string> Warned => [];

    /// <summary>What the command is there to print and writes nowhere else: shown where nothing of its work is, and in lines as they are.</summary>
    void Answer(string text) => Say(text);

    /// <summary>How all jobs stand; called about once a second.</summary>
    void Show(JobsStatus status);
}
