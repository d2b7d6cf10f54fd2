using AsynDGAN.Core.Runs;

namespace AsynDGAN.Core.Comparison.Jobs;

/// <summary>What shows jobs, beside a command's own work.</summary>
public interface IJobDisplay : IRunDisplay
{
    /// <summary>How all jobs stand; called about once a second.</summary>
    void Show(JobsStatus status);
}
