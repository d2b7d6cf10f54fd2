using AsynDGAN.Core.Federation;

namespace AsynDGAN.Core.Training;

/// <summary>
/// state.json of a checkpoint. Random states and the samplers' positions are functions of the seed and the step, so the
/// step stands for them.
/// </summary>
/// <param name="Format">1.</param>
/// <param name="Step">Steps done.</param>
/// <param name="StepsPerEpoch">Steps an epoch.</param>
/// <param name="Device">The device that was computed on.</param>
/// <param name="Threads">libtorch's threads.</param>
/// <param name="Convolutions">Whether oneDNN was used.</param>
/// <param name="Data">The data's fingerprint.</param>
/// <param name="Communication">What had crossed.</param>
public sealed record CheckpointState(
    int Format, long Step, int StepsPerEpoch, string Device, int Threads, string Convolutions, string Data, IReadOnlyList<Traffic> Communication);
