using System.Diagnostics;
using System.Globalization;
using System.Text;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Configuration.Reading;
using AsynDGAN.Core.Data.Batches;
using AsynDGAN.Core.Data.Sites;
using AsynDGAN.Core.Federation;
using AsynDGAN.Core.Platform;
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

    /// <summary>
    /// Plans a training. The memory is the larger of two: what reading the data took at most, and what is in use now with what
    /// training adds, which is images kept at load size, weights, gradients and Adam's moments (16 bytes a parameter, 4 more for a moving average and its
    /// network each) and one group's graph: the outputs of all layers of G and D_j, counted twice for their gradients.
    /// </summary>
    public static TrainingPlan Of(Experiment experiment, IRunData data)
    {
        using var scope = NewDisposeScope();
        using var process = Process.GetCurrentProcess();
        var (resident, peak) = (process.WorkingSet64, process.PeakWorkingSet64);
        var schedule = Simulation.ScheduleOf(experiment, data);
        var sitesPerGroup = Simulation.SitesPerGroup(experiment, data, DeviceChoice.Resolve(experiment.Device));
        var networks = Simulation.Networks(experiment, data, sitesPerGroup);
        var parameters = networks.Select(n => n.Network.parameters().Sum(p => p.numel())).ToArray();
        var activations = networks.Sum(n => ActivationBytes(n.Network, n.InputShape));
        foreach (var network in networks)
        {
            network.Network.Dispose();
        }

        var images = Simulation.ImagesPerSite(experiment, data);
        long[] condition = [images, .. data.Sites[0].Training.ConditionShape], image = [images, .. data.Sites[0].Training.ImageShape];
        var exchanges = (long)data.Sites.Count * experiment.Training.DiscriminatorSteps;
        var averages = experiment.Generator.Average > 0 ? 8 : 0;
        var kept = data.Sites.Sum(site => (site.Training as SampleSet)?.BytesKept ?? 0);
        var training = FirstSteps + kept + (16 + averages) * parameters[0] + 16 * parameters[1] * data.Sites.Count + 2 * activations * images * sitesPerGroup / experiment.Training.BatchSize;
        return new TrainingPlan(
            experiment, data.Facts, schedule.StepsPerEpoch, schedule.Steps, parameters[0], parameters[1],
            exchanges * MessageSize.Conditions(condition, experiment.Boundary) + data.Sites.Count * MessageSize.Critique(image, experiment.Boundary),
            exchanges * MessageSize.Synthetic(image, experiment.Boundary),
            Math.Max(peak, resident + training));
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
