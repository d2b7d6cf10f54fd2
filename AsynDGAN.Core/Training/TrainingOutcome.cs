using AsynDGAN.Core.Federation;
using AsynDGAN.Core.Runs;

namespace AsynDGAN.Core.Training;

/// <summary>What came of a training.</summary>
/// <param name="Folder">The run's folder.</param>
/// <param name="StepsDone">Steps done, those before a resume included.</param>
/// <param name="Steps">Steps in all.</param>
/// <param name="Communication">What has crossed.</param>
public sealed record TrainingOutcome(RunFolder Folder, long StepsDone, long Steps, IReadOnlyList<Traffic> Communication)
{
    /// <summary>Whether the run came to its end; else it was asked to stop.</summary>
    public bool Finished => StepsDone == Steps;
}
