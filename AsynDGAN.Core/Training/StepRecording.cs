using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Networks;
using AsynDGAN.Core.Platform.Recording;
using TorchSharp;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Training;

/// <summary>What of a step is recorded, and in words why the rest is not.</summary>
public sealed class StepRecording : IDisposable
{
    private readonly CudaRecorder? recorder;

    private StepRecording(CudaRecorder? recorder, string? whyNotCentre, string? whyNotSites, string? line)
    {
        (this.recorder, Line) = (recorder, line);
        (ForCentre, ForSites) = (whyNotCentre is null ? recorder : null, whyNotSites is null ? recorder : null);
    }

    /// <summary>For G's passes and its optimizer; null: they are done as they are.</summary>
    public IRecorder? ForCentre { get; }

    /// <summary>For each D_j's update and critique; null: they are done as they are.</summary>
    public IRecorder? ForSites { get; }

    /// <summary>What is recorded and why the rest is not, for the log; null where there is nothing to say.</summary>
    public string? Line { get; }

    /// <summary>Decides it. On a GPU that records, the calling thread computes on a stream of its own until this is disposed of.</summary>
    /// <param name="experiment">The configuration.</param>
    /// <param name="device">What is computed on.</param>
    /// <param name="say">Told where a recording fails later.</param>
    public static StepRecording Of(Experiment experiment, Device device, Action<string> say)
    {
        var wanted = experiment.Training.Record;
        var (centre, sites) = (WhyNotCentre(experiment), WhyNotSites(experiment));
        if (wanted == StepRecord.False || (wanted == StepRecord.Auto && device.type != DeviceType.CUDA))
        {
            return new StepRecording(null, centre, sites, line: null);
        }

        if (device.type == DeviceType.CUDA && centre is not null && sites is not null)
        {
            return new StepRecording(null, centre, sites, Words(centre, sites));
        }

        var (recorder, why) = CudaRecorder.For(device, say);
        return new StepRecording(recorder, centre, sites, recorder is null ? $"steps are not recorded: {why}" : Words(centre, sites));
    }

    /// <summary>What the host draws in G's passes; null where it draws nothing.</summary>
    internal static string? WhyNotCentre(Experiment experiment) => experiment.Generator.Dropout > 0 ? "generator.dropout is drawn anew for every site" : null;

    /// <summary>What in a site's answer the host draws, or cannot be recorded.</summary>
    internal static string? WhyNotSites(Experiment experiment) =>
        experiment.Loss.Gan.HasPenalty() ? "the penalty of wgan-gp takes second derivatives at points that are drawn anew"
        : experiment.Discriminator.Augment != DiscriminatorAugment.None ? "discriminator.augment is drawn anew for every answer"
        : experiment.Loss is { LambdaPerceptual: > 0, PerceptualWeights: { } path } && PerceptualLoss.IsScript(path) ? "the perceptual term's network is a script, which decides itself what it launches"
        : null;

    /// <summary>Goes back to the stream that was in use before.</summary>
    public void Dispose() => recorder?.Dispose();

    private static string Words(string? centre, string? sites) => (centre, sites) switch
    {
        (null, null) => "recorded steps: after the first ones the work of G and of the sites is replayed as CUDA graphs",
        ({ } why, null) => $"recorded steps: after the first ones the work of the sites is replayed as CUDA graphs; G's is not, since {why}",
        (null, { } why) => $"recorded steps: after the first ones the work of G is replayed as CUDA graphs; the sites' is not, since {why}",
        _ => $"steps are not recorded: {centre}, and {sites}",
    };
}
