using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data.Points;
using AsynDGAN.Core.Data.Sites;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Data;

/// <summary>Loads the data of a run.</summary>
public static class RunData
{
    /// <param name="experiment">Names them.</param>
    /// <param name="device">Where pairs are given out.</param>
    /// <param name="progress">Told how many files or cases of how many are read.</param>
    /// <exception cref="UserException">The data, the split or the sites are at fault.</exception>
    public static IRunData Load(Experiment experiment, Device device, IProgress<(int Done, int Total)>? progress = null) =>
        experiment.Data.Source == DataSource.Gaussian ? GaussianData.Draw(experiment, device) : Dataset.Load(experiment, device, progress);
}
