using System.Diagnostics;
using System.Globalization;
using System.Text;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Configuration.Reading;
using AsynDGAN.Core.Data.Batches;
using AsynDGAN.Core.Data.Sites;
using AsynDGAN.Core.Federation;
using AsynDGAN.Core.Networks;
using AsynDGAN.Core.Networks.Convolutions;
using AsynDGAN.Core.Platform;
using TorchSharp;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Training;

/// <summary>What a training would be, without doing it.</summary>
/// <param name="Experiment">The resolved configuration.</param>
/// <param name="Data">The data's facts.</param>
/// <param name="StepsPerEpoch">Steps an epoch.</param>
/// <param name="Steps">Steps in all.</param>
/// <param name="GeneratorParameters">Parameters of G.</param>
/// <param name="DiscriminatorParameters">Parameters of one D_j.</param>
/// <param name="BytesToCentre">Bytes that cross to the centre in a step, by <see cref="MessageSize"/>.</param>
/// <param name="BytesToSites">Bytes that cross to the sites in a step.</param>
/// <param name="Memory">Estimate of the peak resident memory of the process in bytes: see <see cref="Of"/>.</param>
public sealed record TrainingPlan(
    Experiment Experiment, string Data, int StepsPerEpoch, long Steps, long GeneratorParameters, long DiscriminatorParameters,
    long BytesToCentre, long BytesToSites, long Memory)
{
    // Measured: what the first steps and pictures take beside, such as kernels that libtorch makes ready and memory that its allocators hold back.
    private const long FirstSteps = 150_000_000;

    // Of the perceptual network at fakes, twice for their gradients, and at real images; each of its convolutions has a ReLU.
    private const long PerceptualPasses = 2 * (2 + 1);

    // Of D_j at wgan-gp's mixtures: its outputs, their gradients, and those of both.
    private const long PenaltyPasses = 4;

    /// <summary>Refuses what needs no data to be refused.</summary>
    /// <param name="experiment">The configuration.</param>
    /// <param name="resumes">Whether it is that of a run that goes on.</param>
    /// <exception cref="UserException">The device, or the weights of the perceptual term, are not there.</exception>
    public static void Check(Experiment experiment, bool resumes = false)
    {
        DeviceChoice.Resolve(experiment.Device);
        PerceptualWeights.Find(experiment.Loss, ofRun: resumes);
    }

    /// <summary>
    /// Plans a training. The memory is the larger of two: what reading data and perceptual weights took at most, and what is in use now with what
    /// training adds, which is images kept at load size, weights, gradients and Adam's moments (16 bytes a parameter, 4 more for a moving average and its
    /// network each) and one group's graph: the outputs of all layers of G and D_j, counted twice for their gradients; and of the sites that answer side
    /// by side what wgan-gp's penalty and the perceptual network (but a script's) hold.
    /// </summary>
    /// <exception cref="UserException">The weights of the perceptual term are missing or damaged, or images are of other channels than it takes.</exception>
    public static TrainingPlan Of(Experiment experiment, IRunData data)
    {
        using var scope = NewDisposeScope();
        PerceptualWeights.Load(experiment, data, CPU, tries: DeviceChoice.Resolve(experiment.Device).type == DeviceType.CPU)?.Dispose();
        using var process = Process.GetCurrentProcess();
        var (resident, peak) = (process.WorkingSet64, process.PeakWorkingSet64);
        var schedule = Simulation.ScheduleOf(experiment, data);
        var (training, parameters) = Added(experiment, data);
        var images = Simulation.ImagesPerSite(experiment, data);
        long[] condition = [images, .. data.Sites[0].Training.ConditionShape], image = [images, .. data.Sites[0].Training.ImageShape];
        var exchanges = (long)data.Sites.Count * experiment.Training.DiscriminatorSteps;
        return new TrainingPlan(
            experiment, data.Facts, schedule.StepsPerEpoch, schedule.Steps, parameters[0], parameters[1],
            exchanges * MessageSize.Conditions(condition, experiment.Boundary) + data.Sites.Count * MessageSize.Critique(image, experiment.Boundary),
            exchanges * MessageSize.Synthetic(image, experiment.Boundary),
            Math.Max(peak, resident + training));
    }

    /// <summary>Bytes that training adds to what is in use, and the parameters of G, of a D_j and, where there is one, of the perceptual network.</summary>
    internal static (long Bytes, long[] Parameters) Added(Experiment experiment, IRunData data)
    {
        var device = DeviceChoice.Resolve(experiment.Device);
        var sitesPerGroup = Simulation.SitesPerGroup(experiment, data, device);
        IReadOnlyList<CheckedNetwork> networks = [.. Simulation.Networks(experiment, data, sitesPerGroup), .. PerceptualWeights.Networks(experiment, data)];
        long[] parameters = [.. networks.Select(n => n.Network.parameters().Sum(p => p.numel()))];
        long[] activations = [.. networks.Select(n => n.InFloat64 is null ? ActivationBytes(n.Network, n.InputShape) : 0)];
        foreach (var network in networks)
        {
            network.Network.Dispose();
        }

        var images = Simulation.ImagesPerSite(experiment, data);
        var sideBySide = StepSizes.OneThreadASite(images, data.Sites[0].Training.ImageShape, device.type) ? Math.Min(sitesPerGroup, get_num_threads()) : 1;
        var averages = experiment.Generator.Average > 0 ? 8 : 0;
        var kept = data.Sites.Sum(site => (site.Training as SampleSet)?.BytesKept ?? 0);
        var weights = (16 + averages) * parameters[0] + 16 * parameters[1] * data.Sites.Count + sizeof(float) * parameters.Skip(2).Sum();
        var atSite = (experiment.Loss.Gan.HasPenalty() ? PenaltyPasses * activations[1] : 0) + PerceptualPasses * activations.Skip(2).Sum();
        var graphs = (2 * (activations[0] + activations[1]) * sitesPerGroup + atSite * sideBySide) * images / experiment.Training.BatchSize;
        return (FirstSteps + kept + weights + graphs, parameters);
    }

    /// <summary>The plan to be read.</summary>
    public string ToText()
    {
        var text = new StringBuilder();
        text.Append(ExperimentWriter.Write(Experiment)).AppendLine();
        text.Append(Data).AppendLine();
        Line("steps", $"{Steps} ({StepsPerEpoch} an epoch)");
        Line("generator", $"{GeneratorParameters:N0} parameters");
        Line("each discriminator", $"{DiscriminatorParameters:N0} parameters");
        Line("bytes to the centre a step", $"{BytesToCentre:N0}");
        Line("bytes to the sites a step", $"{BytesToSites:N0}");
        Line("memory, estimated", $"{Memory / 1e6:N0} MB at most, reading included");
        return text.ToString();

        void Line(string label, FormattableString value) =>
            text.AppendLine($"{label + ':',-28}{value.ToString(CultureInfo.InvariantCulture)}");
    }

    /// <summary>Bytes of the outputs of all layers in one forward pass on zeros.</summary>
    private static long ActivationBytes(nn.Module<Tensor, Tensor> network, long[] inputShape)
    {
        using var scope = NewDisposeScope();
        var bytes = 0L;
        network.apply(module =>
        {
            if (module is nn.Module<Tensor, Tensor> layer && !layer.children().Any())
            {
                layer.register_forward_hook((_, _, output) =>
                {
                    bytes += output.numel() * output.ElementSize;
                    return output;
                });
            }
        });
        using var noGraph = no_grad();
        network.call(zeros(inputShape));
        return bytes;
    }
}
