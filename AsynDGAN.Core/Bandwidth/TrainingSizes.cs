using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data.Sites;
using AsynDGAN.Core.Training;

namespace AsynDGAN.Core.Bandwidth;

/// <summary>What a configuration's training comes to in numbers that bytes follow from.</summary>
/// <param name="Sites">N.</param>
/// <param name="Images">Images of a site and exchange.</param>
/// <param name="Exchanges">k, exchanges a step: training.discriminator_steps.</param>
/// <param name="StepsPerEpoch">Steps an epoch.</param>
/// <param name="Steps">S, steps in all.</param>
/// <param name="Condition">[channels, height, width].</param>
/// <param name="Image">[channels, height, width].</param>
/// <param name="GanBytes">Of G and one D_j.</param>
/// <param name="DiscriminatorBytes">Of one D_j.</param>
/// <param name="UnetBytes">Of the segmentation network.</param>
/// <param name="MiddleNumbers">Numbers at the middle of G, of one image.</param>
public sealed record TrainingSizes(
    int Sites, int Images, int Exchanges, long StepsPerEpoch, long Steps, IReadOnlyList<long> Condition, IReadOnlyList<long> Image,
    long GanBytes, long DiscriminatorBytes, long UnetBytes, long MiddleNumbers)
{
    /// <summary>Those of a configuration on its data: networks are made and nothing is trained.</summary>
    /// <exception cref="UserException">sites.mode has one site, or the data are points.</exception>
    public static TrainingSizes Of(Experiment experiment, IRunData data)
    {
        Refuse(experiment);
        var schedule = Simulation.ScheduleOf(experiment, data);
        var (condition, image) = (data.Sites[0].Training.ConditionShape, data.Sites[0].Training.ImageShape);
        var (conditionChannels, imageChannels) = ((int)condition[0], (int)image[0]);
        using var generator = Simulation.NewGenerator(experiment, data);
        return new TrainingSizes(
            data.Sites.Count, Simulation.ImagesPerSite(experiment, data), experiment.Training.DiscriminatorSteps, schedule.StepsPerEpoch, schedule.Steps, condition, image,
            NetworkBytes.OfGan(experiment, conditionChannels, imageChannels), NetworkBytes.OfDiscriminator(experiment, conditionChannels, imageChannels),
            NetworkBytes.OfUnet(experiment, imageChannels),
            MiddleOfGenerator.Numbers(generator, [1, condition[0] + experiment.Generator.NoiseChannels, condition[1], condition[2]]));
    }

    /// <summary>Refuses what has no ways to compare, before data are read.</summary>
    /// <exception cref="UserException">sites.mode has one site, or the data are points.</exception>
    public static void Refuse(Experiment experiment)
    {
        if (experiment.Sites.Mode != SiteMode.Distributed)
        {
            throw new UserException("Ways of training over sites are compared, and sites.mode has one site.", "Set sites.mode to distributed.");
        }

        if (experiment.Data.Source == DataSource.Gaussian)
        {
            throw new UserException("What images cost is compared, and data.source: gaussian has points.", "Name a configuration of images.");
        }
    }
}
