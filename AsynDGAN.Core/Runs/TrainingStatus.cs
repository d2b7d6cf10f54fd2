namespace AsynDGAN.Core.Runs;

/// <summary>How training stands, at a step whose losses were read.</summary>
/// <param name="Epoch">Epoch, from 1.</param>
/// <param name="Epochs">Epochs in all.</param>
/// <param name="Step">Steps done.</param>
/// <param name="Steps">Steps in all.</param>
/// <param name="Sites">The sites' loss terms.</param>
/// <param name="ImagesPerSecond">Images of all sites a second, since this process began to train.</param>
/// <param name="Left">Time left at that pace.</param>
public sealed record TrainingStatus(
    int Epoch, int Epochs, long Step, long Steps, IReadOnlyList<SiteStatus> Sites, double ImagesPerSecond, TimeSpan Left);
